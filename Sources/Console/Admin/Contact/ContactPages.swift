import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// Support and company on the console: seen as they are, and changed by a form each.
struct ContactPages: Sendable {
    let parts: AdminParts

    static let path = "/admin/contact"

    var routes: [Route] {
        [
            Route(
                .get, "/admin/contact", .staff(.site, .read), "Where travellers find a person, and whose the site is",
                gives: [.html()], options: .console
            ) { (input: NoticeInput, context: StaffPageContext) in
                let sight = ContactSight(Seat(context, parts), try await context.scope.definition())
                return try sight.seat.page(
                    sight.seat.t("console.way.contact"), lead: sight.seat.t("console.contact.lead"), done: input.done,
                    sight.facts)
            },
            Route(
                .get, "/admin/contact/support", .staff(.site, .write), "The form to say where travellers find a person",
                gives: [.html()], options: .console
            ) { (_: NoInput, context: StaffPageContext) in
                let sight = ContactSight(Seat(context, parts), try await context.scope.definition())
                return try sight.seat.page(
                    sight.seat.t("console.contact.support"), trail: sight.trail, [.form(sight.supportForm)])
            },
            Route(
                .post, "/admin/contact/support", .staff(.site, .write), "Say where travellers find a person",
                gives: [.redirect()], refuses: [.init(422, "input.invalid")], options: .console
            ) { (entry: Submission<SupportInput>, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try await put(entry, seat) {
                    let support = try $0.contact(of: context.profile.definition.locales)
                    _ = try await parts.contact.put(support, by: context.auditActor, in: context.scope)
                } else: {
                    try seat.refused(seat.t("console.contact.support"), $0, $1.supportForm)
                }
            },
            Route(
                .get, "/admin/contact/company", .staff(.site, .write), "The form to say whose the site is",
                gives: [.html()], options: .console
            ) { (_: NoInput, context: StaffPageContext) in
                let sight = ContactSight(Seat(context, parts), try await context.scope.definition())
                return try sight.seat.page(
                    sight.seat.t("console.contact.company"), trail: sight.trail, [.form(sight.companyForm)])
            },
            Route(
                .post, "/admin/contact/company", .staff(.site, .write), "Say whose the site is",
                gives: [.redirect()], refuses: [.init(422, "input.invalid")], options: .console
            ) { (entry: Submission<CompanyInput>, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try await put(entry, seat) {
                    _ = try await parts.contact.put($0.company, by: context.auditActor, in: context.scope)
                } else: {
                    try seat.refused(seat.t("console.contact.company"), $0, $1.companyForm)
                }
            },
        ]
    }

    private func put<Value>(
        _ entry: Submission<Value>, _ seat: Seat, _ verb: (Value) async throws -> Void,
        else again: (TypedForm, ContactSight) throws -> Answer
    ) async throws -> Answer {
        do {
            try await verb(try entry.result.get())
            return seat.then(Self.path, done: "contact_put")
        } catch let faults as InputFaults {
            let typed = TypedForm(entry)
            return try again(
                typed.isRight ? typed.refused(faults.faults) : typed,
                ContactSight(seat, try await seat.scope.definition()))
        }
    }
}
