import Bookings
import HTTPTypes
import Identity
import Inventory
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// The checkout form over a stay as it is priced now.
struct CheckoutSight {
    let stay: StaySight
    let entry: CheckoutEntry
    /// Who is signed in, before anything was typed: a booking never needs it, it saves the typing.
    var known: Account?

    private var visit: Visit { stay.visit }
    private var words: Translator { stay.words }

    func page(_ found: CheckoutFaults = CheckoutFaults([]), status: HTTPResponse.Status = .ok) throws -> Answer {
        let people = travellers(found)
        let contact = contact(found)
        let notes = notes(found)
        let termsError = found.terms.map(visit.fault)
        let terms = termsError.map { ErrorSummary.Fault(fieldID: "terms", label: words("legal.terms"), text: $0) }
        let page = CheckoutPage(
            form: FormTarget(
                visit.paths.checkout,
                hidden: visit.hiddenOnce([
                    ("offer_id", entry.offer), ("total", String(stay.stay.price.total.minor)), ("back", entry.back),
                    ("shown_by", visit.frame.displayRate?.name ?? ""),
                ])),
            hold: nil,
            errors: ErrorSummary(of: people.flatMap(\.fields) + contact + [notes], and: [terms].compactMap(\.self)),
            travellers: people, contact: contact, notes: notes, termsError: termsError,
            termsAccepted: entry.acceptsTerms, terms: legal, payNote: stay.payNote, stay: stay.summary)
        return try visit.page(
            .checkout, page, PageSheet(words("checkout.title"), here: entry.here, isHidden: true), status: status)
    }

    private var legal: [Link] {
        [PageKind.terms, .privacy].filter { visit.profile.definition.pages[$0] != nil }.map {
            Link(words("legal.\($0.rawValue)"), visit.paths.legal($0))
        }
    }

    /// One for each room. Who has a name without two parts writes it whole.
    private func travellers(_ found: CheckoutFaults) -> [CheckoutPage.Traveller] {
        let language = visit.locale.description
        let text = TranslatedText(words: words)
        return stay.stay.rooms.indices.map { index in
            var values = entry.travellers.indices.contains(index) ? entry.travellers[index] : NameFields.Values()
            if index == 0, let known { values.full = known.name }
            values.errors = found.name(index).mapValues(visit.fault)
            let parts = NameFields.make(
                index: index + 1, order: NameFields.order(language: language), language: language, values: values,
                text: text)
            let full = Field(
                id: "traveller-\(index + 1)-full", name: "traveller_\(index + 1)_full",
                label: words("checkout.name.full"), value: values.full, hint: words("checkout.name.full_hint"),
                error: values.errors["full"], required: false, maxLength: NameFields.lengthMax, direction: "auto")
            return CheckoutPage.Traveller(
                legend: index == 0
                    ? words("checkout.lead_traveller") : words("checkout.traveller", ["number": .number(index + 1)]),
                fields: parts + [full])
        }
    }

    private func contact(_ found: CheckoutFaults) -> [Field] {
        [
            Field(
                id: "email", name: "email", label: words("checkout.email"), type: "email",
                value: known?.email.description ?? entry.email,
                hint: words("checkout.email_hint"), error: found.email.map(visit.fault), autocomplete: "email",
                inputMode: "email", maxLength: AccountFields.email.lengthMax, direction: "ltr"),
            Field(
                id: "phone", name: "phone", label: words("checkout.phone"), type: "tel", value: entry.phone,
                hint: words(
                    "checkout.phone_hint",
                    ["example": .text(PhoneNumbers.display(visit.profile.definition.support.phone, region: nil))]),
                error: found.phone.map(visit.fault), autocomplete: "tel", inputMode: "tel", required: false,
                maxLength: CheckoutEntry.phoneField.lengthMax, direction: "ltr"),
        ]
    }

    private func notes(_ found: CheckoutFaults) -> Field {
        Field(
            id: "notes", name: "notes", label: words("checkout.notes"), value: entry.notes,
            hint: words("checkout.notes_hint"), error: found.notes.map(visit.fault), required: false,
            maxLength: CheckoutEntry.notesField.lengthMax)
    }
}

extension CheckoutEntry {
    /// The form's address, from which it can be asked for again.
    var here: String {
        let total = total.map { [("total", String($0))] } ?? []
        return SitePaths.with("/checkout", [("offer_id", offer)] + total + [("back", back)])
    }
}
