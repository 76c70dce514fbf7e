import Web

/// Names, a way to be reached, one press: the room is held while the form is filled in.
package struct CheckoutPage: PageModel {
    /// How long the room is kept. The script counts down and announces; without it the words are enough.
    package struct Hold: PageModel {
        /// `We keep this room for you until 14:35 (Paris time).`
        package let text: String
        /// RFC 3339, for the script.
        package let endsAt: String
        /// What is announced when five minutes, one minute and nothing are left.
        package let fiveMinutesText: String
        package let oneMinuteText: String
        package let endedText: String

        package init(
            text: String, endsAt: String, fiveMinutesText: String, oneMinuteText: String, endedText: String
        ) {
            self.text = text
            self.endsAt = endsAt
            self.fiveMinutesText = fiveMinutesText
            self.oneMinuteText = oneMinuteText
            self.endedText = endedText
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "text": text
            case "ends_at": endsAt
            case "five_minutes_text": fiveMinutesText
            case "one_minute_text": oneMinuteText
            case "ended_text": endedText
            default: nil
            }
        }
    }

    /// One person, or the one who answers for a room.
    package struct Traveller: PageModel {
        package let legend: String
        package let fields: [Field]

        package init(legend: String, fields: [Field]) {
            self.legend = legend
            self.fields = fields
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "legend": legend
            case "fields": fields
            default: nil
            }
        }
    }

    package let form: FormTarget
    package let hold: Hold?
    package let errors: ErrorSummary?
    package let notices: [Notice]
    package let travellers: [Traveller]
    package let contact: [Field]
    package let notes: Field
    package let termsError: String?
    package let termsAccepted: Bool
    package let terms: [Link]
    /// When and where it is paid.
    package let payNote: String
    package let stay: StaySummary

    package init(
        form: FormTarget, hold: Hold?, errors: ErrorSummary? = nil, notices: [Notice] = [], travellers: [Traveller],
        contact: [Field], notes: Field, termsError: String? = nil, termsAccepted: Bool = false, terms: [Link],
        payNote: String, stay: StaySummary
    ) {
        self.form = form
        self.hold = hold
        self.errors = errors
        self.notices = notices
        self.travellers = travellers
        self.contact = contact
        self.notes = notes
        self.termsError = termsError
        self.termsAccepted = termsAccepted
        self.terms = terms
        self.payNote = payNote
        self.stay = stay
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "form": form
        case "hold": present(hold)
        case "errors": present(errors)
        case "notices": notices
        case "travellers": travellers
        case "contact": contact
        case "notes": notes
        case "terms_error": present(termsError)
        case "terms_accepted": termsAccepted
        case "terms": terms
        case "pay_note": payNote
        case "stay": stay
        default: nil
        }
    }
}
