import Foundation
import HTTPTypes
import Localization
import Messaging
import Postgres
import Tenancy
import Vocabulary
import Web

/// What a partner's site wrote to people, and what came back; a partner at a time, because each one's mail stands
/// among its own rows.
struct DeskMail: Sendable {
    let parts: DeskParts

    static let bounces = "/desk/mail/bounces"

    var routes: [Route] {
        [
            Route(
                .get, "/desk/mail", .operate(.mail),
                "Mails of a site, newest first unless told otherwise, their recipients masked",
                gives: [.html(), Answer.csvOutput, .signIn], refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: PlatformListInput, context: OperatorPageContext) in
                try await mails(input.look, Sitting(context, parts, at: .mail))
            },
            Route(
                .get, PathTemplate(Self.bounces), .operate(.mail), "What other servers said of a site's mails",
                gives: [.html(), Answer.csvOutput, .signIn], refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: PlatformListInput, context: OperatorPageContext) in
                try await bounces(input.look, Sitting(context, parts, at: .mail))
            },
        ]
    }

    private func mails(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let list = mailTable(sitting, input)
        guard let slug = input.tenant else { return try choose(input, list.path, sitting) }
        let (scope, mail) = (try await scope(slug), parts.mail)
        let recipient = input.search.flatMap { EmailAddress($0) }
        let isKnown = (recipient == nil) == (input.search ?? "").isEmpty
        note("mail", input, sitting, in: scope)
        let filter = MailFilter(state: input.state, template: input.kind, recipient: recipient)
        return try await sitting.show(
            list, input, by: MailOrder.created, .down, lead: sitting.words("desk.mail.lead"),
            before: [.links(title: nil, links(input, list.path, sitting))],
            fields: [
                sitting.tenantField(input), sitting.stateField(input, MailSight.states),
                sitting.wordField(
                    "kind", sitting.words("desk.column.template"), MailSight.templates, chosen: input.kind),
                sitting.codeField("q", sitting.words("desk.column.recipient"), input.search),
            ],
            row: { $0 },
            read: { page, limit in isKnown ? try await mail.mails(filter, page, limit: limit, in: scope) : [] })
    }

    private func bounces(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let list = bounceTable(sitting)
        guard let slug = input.tenant else { return try choose(input, list.path, sitting) }
        let (scope, mail) = (try await scope(slug), parts.mail)
        note("bounce", input, sitting, in: scope)
        return try await sitting.show(
            list, input, by: BounceOrder.created, .down, lead: sitting.words("desk.mail.bounces_lead"),
            before: [.links(title: nil, links(input, list.path, sitting))],
            fields: [
                sitting.tenantField(input),
                sitting.wordField(
                    "kind", sitting.words("desk.column.report"), BounceSight.actions, chosen: input.kind),
            ],
            row: { $0 },
            read: { page, limit in
                try await mail.bounceReports(action: input.kind, page, limit: limit, in: scope)
            })
    }

    /// Nobody's mail yet: whose?
    private func choose(_ input: ListInput, _ path: String, _ sitting: Sitting) throws -> Answer {
        let words = sitting.words
        return try sitting.page(
            words("desk.menu.mail"), lead: words("desk.mail.choose"),
            [
                .links(title: nil, links(input, path, sitting)),
                sitting.filter(path, [sitting.tenantField(input)], sort: input),
                .links(
                    title: nil,
                    [
                        Link(words("desk.menu.tenants"), DeskPart.tenants.url),
                        Link(words("desk.mail.dead"), "\(DeskPart.jobs.url)?state=dead&kind=mail"),
                    ]),
            ])
    }

    /// That an operator looked at a partner's people stands in the partner's trail.
    private func note(_ subject: String, _ input: ListInput, _ sitting: Sitting, in scope: TenantScope) {
        parts.reads.note(
            AuditEntry(
                action: "\(subject).\(input.format == .csv ? "export" : "read")", actor: sitting.context.auditActor,
                subjectKind: subject, subjectID: "list"), scope.entry)
    }

    private func scope(_ slug: String) async throws -> TenantScope {
        guard let scope = try await parts.tenants.scope(slug: slug) else {
            throw TenantError.unknown(slug: slug).problem
        }
        return scope
    }

    private func links(_ input: ListInput, _ here: String, _ sitting: Sitting) -> [Link] {
        let query = input.tenant.map { "?tenant=\($0)" } ?? ""
        return [
            Link(sitting.words("desk.menu.mail"), DeskPart.mail.url + query, current: here == DeskPart.mail.url),
            Link(sitting.words("desk.mail.bounces"), Self.bounces + query, current: here == Self.bounces),
        ]
    }

    private func mailTable(_ sitting: Sitting, _ input: ListInput) -> ItemList<MailSight> {
        let words = sitting.words
        func text(_ key: String, _ text: @escaping @Sendable (MailSight) -> String?) -> ItemList<MailSight>.Column {
            .code(key, words("desk.column.\(key)")) { text($0) }
        }
        return ItemList(
            words: words, path: DeskPart.mail.url, file: "mails", caption: words("desk.menu.mail"),
            empty: words("desk.mail.empty"),
            columns: [
                text("template") { $0.template },
                .state("state", words("desk.column.state"), sitting) { $0.state },
                text("recipient") { $0.recipient }, text("locale") { $0.locale },
                .number("attempt", words("desk.column.attempt"), sitting) { $0.attempts },
                text("fault") { $0.fault }, text("reply") { $0.reply },
                .moment("created", words("desk.column.created"), sitting) { $0.createdAt },
                .moment("sent", words("desk.column.sent"), sitting) { $0.sentAt },
            ])
    }

    private func bounceTable(_ sitting: Sitting) -> ItemList<BounceSight> {
        let words = sitting.words
        func text(
            _ key: String, _ text: @escaping @Sendable (BounceSight) -> String?
        ) -> ItemList<BounceSight>.Column {
            .code(key, words("desk.column.\(key)")) { text($0) }
        }
        return ItemList(
            words: words, path: Self.bounces, file: "bounces", caption: words("desk.mail.bounces"),
            empty: words("desk.mail.bounces_empty"),
            columns: [
                text("status") { $0.status }, text("report") { $0.action }, text("reply") { $0.diagnostic },
                text("id") { $0.mail.text },
                .moment("created", words("desk.column.created"), sitting) { $0.recordedAt },
            ])
    }
}
