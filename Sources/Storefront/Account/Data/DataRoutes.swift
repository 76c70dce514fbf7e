import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// What is kept of an account: taken away as a file, and deleted for good.
struct DataRoutes: Sendable {
    struct Entry: TypedInput {
        let password: String

        static let typed = [AccountFields.password]

        init(_ typed: TypedFields) {
            password = typed["password"]
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/account/data", .member, "What may be done with one's data", gives: [.html()],
                options: .page
            ) { (_: NoInput, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                var page = member.form(.data, isOwn: true)
                page.lead = member.words("account.data_lead")
                page.form = nil
                page.ways = [Link(member.words("account.download"), member.visit.paths.account(.data) + "/download")]
                page.links = [Link(member.words("account.page.deletion"), member.visit.paths.account(.deletion))]
                return try member.answer(page, .data)
            },
            Route(
                .get, "/{locale}/account/data/download", .member, "All that is kept of the account",
                gives: [.other("application/json", "One document, to be saved.")],
                options: .page.refusingImpersonation
            ) { (_: NoInput, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                let document = try await parts.identity.export.run(
                    context.account, member.visit.actor, in: context.scope)
                return Answer.bytes(document, type: "application/json", cache: .never)
                    .with(.contentDisposition, "attachment; filename=\"account.json\"")
            },
            Route(
                .get, "/{locale}/account/deletion", .member, "Says what deleting the account does", gives: [.html()],
                options: .page
            ) { (_: NoInput, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                return try member.answer(deletion(member), .deletion)
            },
            Route(
                .post, "/{locale}/account/deletion", .member, "Delete the account for good", gives: [.redirect()],
                refuses: [
                    .init(409, "staff.last_owner"), .init(429, "attempts.too_many"), .init(503, "overload"),
                ], options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                return try await delete(entry, member)
            },
        ]
    }

    private func deletion(_ member: MemberVisit) -> FormPage {
        let words = member.words
        var page = member.form(.deletion, isOwn: true)
        page.lead = words("account.deletion_lead")
        page.points = [
            words("account.deletion_gone"), words("account.deletion_bookings"), words("account.deletion_letter"),
            words("account.deletion_final"),
        ]
        page.fields = [member.visit.passwordField()]
        page.submit = words("account.deletion_submit")
        page.isDangerous = true
        page.links =
            [Link(words("account.download_first"), member.visit.paths.account(.data))] + member.passwordLinks
        return page
    }

    private func delete(_ entry: Entry, _ member: MemberVisit) async throws -> Answer {
        var page = deletion(member)
        page.fields = page.fields.map { $0.wrong(member.visit.fault(in: entry.password, of: AccountFields.password)) }
        page.errors = ErrorSummary(of: page.fields)
        guard page.errors == nil else { return try member.answer(page, .deletion, status: .unprocessableContent) }
        return try await member.answeringPassword(page, .deletion) {
            try await parts.identity.delete.run(
                member.account.id, password: entry.password, member.visit.actor, in: member.visit.scope)
            return Answer.leading(to: Told.deleted.on(member.visit.paths.signIn)).signedOut()
        }
    }
}
