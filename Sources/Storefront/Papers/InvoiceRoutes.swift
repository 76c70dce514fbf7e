import Bookings
import HTTPTypes
import Localization
import Papers
import Tenancy
import Vocabulary
import Web

/// Asking for an invoice: whom it is made out to beside the traveller, said first, because it is issued once.
struct InvoiceRoutes: Sendable {
    struct Entry: TypedInput {
        let booking: String
        let company: String
        let taxNumber: String
        let address: String

        static let typed: [TypedField] = [
            .carried("booking", .text(max: 36)), companyField, taxNumberField, addressField,
        ]
        static let companyField = TypedField.shown("company", PaperBuyer.companyKind)
        static let taxNumberField = TypedField.shown("tax_number", PaperBuyer.taxNumberKind)
        static let addressField = TypedField.shown("address", .text(max: PaperBuyer.addressMax))

        init(_ typed: TypedFields) {
            booking = typed["booking"]
            company = typed["company"]
            taxNumber = typed["tax_number"]
            address = typed["address"]
        }

        var buyer: PaperBuyer.Entry { PaperBuyer.Entry(company: company, taxNumber: taxNumber, address: address) }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/bookings/{booking}/invoice", .bookingHolder, "Asks whom the invoice is made out to",
                gives: [.html(), .redirect(.seeOther, "The booking, where there is one or can be none.")],
                options: .page
            ) { (entry: BookingRoutes.Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try await visit.answering { try await ask(entry.booking, visit) }
            },
            Route(
                .post, "/{locale}/bookings/{booking}/invoice", .bookingHolder, "Issue the invoice of a booking",
                gives: [.redirect()], options: .page
            ) { (entry: Entry, keyed: Keyed<VisitorContext>) in
                let visit = Visit(keyed.stage, parts)
                return try await visit.answering { try await issue(entry, keyed, visit) }
            },
        ]
    }

    private func ask(_ booking: String, _ visit: Visit) async throws -> Answer {
        let found = try await visit.booking(booking)
        let issued = try await parts.papers.desk.issued(
            found.booking.id, key: try await visit.dataKey(), in: visit.scope)
        guard found.dated.state.isInvoiced, issued.invoice == nil else {
            return .leading(to: visit.paths.booking(found.booking.id.uuid))
        }
        let entry = Entry(TypedFields([]))
        return try visit.invoiceForm(entry, of: found.booking, isChecked: false, status: .ok)
    }

    private func issue(_ entry: Entry, _ keyed: Keyed<VisitorContext>, _ visit: Visit) async throws -> Answer {
        let found = try await visit.booking(entry.booking)
        let here = visit.paths.booking(found.booking.id.uuid)
        guard visit.faults(of: entry).isEmpty else {
            return try visit.invoiceForm(entry, of: found.booking, isChecked: true, status: .unprocessableContent)
        }
        do {
            let draft = try await parts.papers.draft(found, for: entry.buyer, keyed.stage)
            let key = try await visit.dataKey()
            return try await keyed.onceForBrowser { tx in
                _ = try await parts.papers.issue.issue(draft, key: key, by: keyed.stage.auditActor, in: tx)
                return .redirect(to: PaperNews.issued.on(here))
            }
        } catch PaperError.issued, PaperError.notAllowed {
            // The booking's own page says what there is.
            return .leading(to: here)
        }
    }
}

extension Visit {
    fileprivate func faults(of entry: InvoiceRoutes.Entry) -> [String: String] {
        var faults: [String: String] = [:]
        for (field, text) in [
            (InvoiceRoutes.Entry.companyField, entry.company), (InvoiceRoutes.Entry.taxNumberField, entry.taxNumber),
            (InvoiceRoutes.Entry.addressField, entry.address),
        ] {
            faults[field.name] = field.fault(in: text).map(fault)
        }
        for one in entry.buyer.faults { faults[String(one.pointer.dropFirst())] = fault(one) }
        return faults
    }

    fileprivate func invoiceForm(
        _ entry: InvoiceRoutes.Entry, of booking: Booking, isChecked: Bool, status: HTTPResponse.Status
    ) throws -> Answer {
        let faults = isChecked ? faults(of: entry) : [:]
        func field(
            _ typed: TypedField, _ value: String, hint: String? = nil, autocomplete: String? = nil, direction: String
        ) -> Field {
            Field(
                id: typed.name.replacing("_", with: "-"), name: typed.name, label: words("papers.\(typed.name)"),
                value: value, hint: hint, error: faults[typed.name], autocomplete: autocomplete, required: false,
                maxLength: typed.lengthMax, direction: direction)
        }
        let id = booking.id.uuid
        var page = FormPage(title: words("papers.form_title"))
        page.lead = words("papers.form_lead")
        page.facts = [Fact(words("stay.reference"), booking.reference.description)]
        page.fields = [
            field(
                InvoiceRoutes.Entry.companyField, entry.company, autocomplete: "organization", direction: "auto"),
            field(InvoiceRoutes.Entry.taxNumberField, entry.taxNumber, direction: "ltr"),
            field(
                InvoiceRoutes.Entry.addressField, entry.address, hint: words("papers.form_hint"), direction: "auto"),
        ]
        page.errors = ErrorSummary(of: page.fields)
        page.form = FormTarget(paths.invoice(id), hidden: hiddenOnce())
        page.submit = words("papers.submit")
        page.links = [Link(words("papers.back"), paths.booking(id))]
        return try accountPage(page, here: "/bookings/\(id.text)/invoice", status: status)
    }
}
