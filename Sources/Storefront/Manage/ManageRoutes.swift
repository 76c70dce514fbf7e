import Bookings
import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// What was typed to find a booking again.
struct ManageEntry: TypedInput {
    let reference: String
    let email: String

    static let typed = [referenceField, AccountFields.email]
    /// With room for spaces between its signs.
    static let referenceField = TypedField.shown("reference", .text(max: 24))

    init(_ typed: TypedFields) {
        reference = typed["reference"]
        email = typed["email"]
    }
}

/// Finding a booking by its reference and the e-mail that it was made with.
struct ManageRoutes: Sendable {
    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(.get, "/{locale}/manage", .anyone, "The form to find a booking", gives: [.html()], options: .page) {
                (_: NoInput, context: VisitorContext) in
                try Visit(context, parts).manage(ManageEntry(TypedFields([])))
            },
            Route(
                .post, "/{locale}/manage", .bookingHolder, "Find a booking", gives: [.redirect()],
                refuses: [.init(404, "booking.not_found")], options: .page.servingImpersonation
            ) { (entry: ManageEntry, context: VisitorContext) in
                try await find(entry, Visit(context, parts))
            },
        ]
    }

    private func find(_ entry: ManageEntry, _ visit: Visit) async throws -> Answer {
        guard visit.faults(of: entry).isEmpty else { return try visit.manage(entry, isChecked: true) }
        do {
            let found = try await parts.bookings.find.find(
                reference: entry.reference, email: entry.email, key: try await visit.dataKey(), in: visit.scope)
            guard let party = found.party else { throw BookingError.notFound }
            let id = found.booking.id.uuid
            return try .redirect(to: visit.paths.booking(id)).setting(visit.opening(id, .email(party.email)))
        } catch BookingError.notFound {
            return try visit.manage(entry, isUnknown: true)
        }
    }
}

extension Visit {
    /// A reference as one looks.
    private static let exampleReference = "K7QX2M9B"

    /// An address that is none is one that no booking was made with.
    fileprivate func faults(of entry: ManageEntry) -> [String: String] {
        var faults: [String: String] = [:]
        faults["reference"] = fault(in: entry.reference, of: ManageEntry.referenceField)
        let isLong = entry.email.unicodeScalars.count > AccountFields.email.lengthMax
        faults["email"] = entry.email.isEmpty || isLong ? fault(in: entry.email, of: AccountFields.email) : nil
        return faults
    }

    /// The look-up page: empty, with what is missing told, or with the answer to what does not exist.
    func manage(_ entry: ManageEntry, isChecked: Bool = false, isUnknown: Bool = false) throws -> Answer {
        let faults = isChecked ? faults(of: entry) : [:]
        let fields = [
            Field(
                id: "reference", name: "reference", label: words("manage.reference"), value: entry.reference,
                hint: words("manage.reference_hint", ["example": .text(Self.exampleReference)]),
                error: faults["reference"], maxLength: ManageEntry.referenceField.lengthMax, direction: "ltr"),
            Field(
                id: "email", name: "email", label: words("manage.email"), type: "email", value: entry.email,
                error: faults["email"], autocomplete: "email", inputMode: "email",
                maxLength: AccountFields.email.lengthMax, direction: "ltr"),
        ]
        let unknown = EmptyState(
            title: words("manage.not_found_title"), text: words("manage.not_found_text"),
            actions: [Link(words("manage.write_support"), "mailto:\(profile.definition.support.mail)")])
        let page = ManagePage(
            form: FormTarget(paths.manage, hidden: hidden()), fields: fields, errors: ErrorSummary(of: fields),
            empty: isUnknown ? unknown : nil)
        return try self.page(
            .manage, page, PageSheet(words("manage.title"), here: "/manage", isHidden: true),
            status: isUnknown ? .notFound : isChecked ? .unprocessableContent : .ok)
    }
}
