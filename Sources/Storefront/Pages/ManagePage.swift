import Web

/// Finding a booking again by its reference and the e-mail it was made with.
package struct ManagePage: PageModel {
    package let form: FormTarget
    package let fields: [Field]
    package let errors: ErrorSummary?
    /// A wrong reference, with what to try instead.
    package let empty: EmptyState?

    package init(form: FormTarget, fields: [Field], errors: ErrorSummary? = nil, empty: EmptyState? = nil) {
        self.form = form
        self.fields = fields
        self.errors = errors
        self.empty = empty
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "form": form
        case "fields": fields
        case "errors": present(errors)
        case "empty": present(empty)
        default: nil
        }
    }
}

/// A booking as its traveller sees it, and the two steps of giving it back.
package struct BookingPage: PageModel {
    /// What giving it back costs, promised until a moment.
    package struct CancellationQuote: PageModel {
        package let penalty: String
        package let refund: String
        package let text: String
        package let validText: String
        package let form: FormTarget
        package let keepURL: String

        package init(
            penalty: String, refund: String, text: String, validText: String, form: FormTarget, keepURL: String
        ) {
            self.penalty = penalty
            self.refund = refund
            self.text = text
            self.validText = validText
            self.form = form
            self.keepURL = keepURL
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "penalty": penalty
            case "refund": refund
            case "text": text
            case "valid_text": validText
            case "form": form
            case "keep_url": keepURL
            default: nil
            }
        }
    }

    package let reference: String
    package let state: String
    package let tone: Notice.Tone
    package let notices: [Notice]
    package let stay: StaySummary
    package let travellers: [String]
    package let contact: [Fact]
    /// What was paid and given back, the last first.
    package let money: [Fact]
    /// Asks for a cancellation quote; nil where the booking can no longer be given back.
    package let cancel: FormTarget?
    package let quote: CancellationQuote?
    package let actions: [Link]

    package init(
        reference: String, state: String, tone: Notice.Tone, notices: [Notice] = [], stay: StaySummary,
        travellers: [String], contact: [Fact], money: [Fact] = [], cancel: FormTarget?, quote: CancellationQuote? = nil,
        actions: [Link]
    ) {
        self.reference = reference
        self.state = state
        self.tone = tone
        self.notices = notices
        self.stay = stay
        self.travellers = travellers
        self.contact = contact
        self.money = money
        self.cancel = cancel
        self.quote = quote
        self.actions = actions
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "reference": reference
        case "state": state
        case "tone": tone.rawValue
        case "notices": notices
        case "stay": stay
        case "travellers": travellers
        case "contact": contact
        case "money": money
        case "has_money": !money.isEmpty
        case "cancel": present(quote == nil ? cancel : nil)
        case "quote": present(quote)
        case "actions": actions
        default: nil
        }
    }
}
