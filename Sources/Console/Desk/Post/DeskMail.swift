import Foundation
import HTTPTypes
import Localization
import Messaging
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
                .get, "/desk/mail", .operate(.mail), "Mails of a site, newest first, their recipients masked",
                gives: [.html(), .file, .signIn], refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await mails(input, Sitting(context, parts, at: .mail))
            },
            Route(
                .get, PathTemplate(Self.bounces), .operate(.mail), "What other servers said of a site's mails",
                gives: [.html(), .file, .signIn], refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await bounces(input, Sitting(context, parts, at: .mail))
            },
        ]
    }

    private func mails(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let list = mailTable(sitting, input)
        guard let slug = input.tenant else { return try choose(input, list.path, sitting) }
        let (scope, mail) = (try await scope(slug), parts.mail)
        if input.format == .csv {
            return try await list.answer { last, _ in
                try await mail.mails(state: input.state, before: last?.id, limit: ListInput.rowsPerPage, in: scope)
            }
        }
        let page = try await mail.mails(
            state: input.state, before: input.after.flatMap(UUID.init(uuidString:)),
            limit: ListInput.rowsPerPage + 1, in: scope)
        return try sitting.page(
            sitting.words("desk.menu.mail"), lead: sitting.words("desk.mail.lead"),
            [
                .links(title: nil, links(input, list.path, sitting)),
                sitting.filter(
                    list.path, [sitting.tenantField(input), sitting.stateField(input, MailSight.states)], sort: input),
                .table(list.table(ofPage: page, input) { $0.id.text }),
            ])
    }

    private func bounces(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let list = bounceTable(sitting)
        guard let slug = input.tenant else { return try choose(input, list.path, sitting) }
        let (scope, mail) = (try await scope(slug), parts.mail)
        if input.format == .csv {
            return try await list.answer { last, _ in
                try await mail.bounceReports(before: last?.id, limit: ListInput.rowsPerPage, in: scope)
            }
        }
        let page = try await mail.bounceReports(
            before: input.after.flatMap(UUID.init(uuidString:)), limit: ListInput.rowsPerPage + 1, in: scope)
        return try sitting.page(
            sitting.words("desk.mail.bounces"), lead: sitting.words("desk.mail.bounces_lead"),
            [
                .links(title: nil, links(input, list.path, sitting)),
                sitting.filter(list.path, [sitting.tenantField(input)], sort: input),
                .table(list.table(ofPage: page, input) { $0.id.text }),
            ])
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
                        DeskLink(words("desk.menu.tenants"), DeskPart.tenants.url),
                        DeskLink(words("desk.mail.dead"), "\(DeskPart.jobs.url)?state=dead&kind=mail"),
                    ]),
            ])
    }

    private func scope(_ slug: String) async throws -> TenantScope {
        guard let scope = try await parts.tenants.scope(slug: slug) else {
            throw TenantError.unknown(slug: slug).problem
        }
        return scope
    }

    private func links(_ input: ListInput, _ here: String, _ sitting: Sitting) -> [DeskLink] {
        let query = input.tenant.map { "?tenant=\($0)" } ?? ""
        return [
            DeskLink(sitting.words("desk.menu.mail"), DeskPart.mail.url + query, current: here == DeskPart.mail.url),
            DeskLink(sitting.words("desk.mail.bounces"), Self.bounces + query, current: here == Self.bounces),
        ]
    }

    private func mailTable(_ sitting: Sitting, _ input: ListInput) -> DeskList<MailSight> {
        let words = sitting.words
        func text(_ key: String, _ text: @escaping @Sendable (MailSight) -> String?) -> DeskList<MailSight>.Column {
            .init(key: key, label: words("desk.column.\(key)"), isOrdered: false) {
                DeskValue(text($0))
            } cell: {
                .code(text($0))
            }
        }
        return DeskList(
            path: DeskPart.mail.url, file: "mails", caption: words("desk.menu.mail"), empty: words("desk.mail.empty"),
            columns: [
                text("template") { $0.template },
                .init(key: "state", label: words("desk.column.state"), isOrdered: false) {
                    DeskValue($0.state)
                } cell: {
                    sitting.state($0.state)
                },
                text("recipient") { $0.recipient }, text("locale") { $0.locale },
                .init(key: "attempt", label: words("desk.column.attempt"), isOrdered: false, isNumber: true) {
                    DeskValue($0.attempts)
                } cell: {
                    sitting.number($0.attempts)
                },
                text("fault") { $0.fault }, text("reply") { $0.reply },
                .init(key: "created", label: words("desk.column.created"), isOrdered: false) {
                    DeskValue($0.createdAt)
                } cell: {
                    sitting.moment($0.createdAt)
                },
                .init(key: "sent", label: words("desk.column.sent"), isOrdered: false) {
                    DeskValue($0.sentAt)
                } cell: {
                    sitting.moment($0.sentAt)
                },
            ])
    }

    private func bounceTable(_ sitting: Sitting) -> DeskList<BounceSight> {
        let words = sitting.words
        func text(
            _ key: String, _ text: @escaping @Sendable (BounceSight) -> String?
        ) -> DeskList<BounceSight>.Column {
            .init(key: key, label: words("desk.column.\(key)"), isOrdered: false) {
                DeskValue(text($0))
            } cell: {
                .code(text($0))
            }
        }
        return DeskList(
            path: Self.bounces, file: "bounces", caption: words("desk.mail.bounces"),
            empty: words("desk.mail.bounces_empty"),
            columns: [
                text("status") { $0.status }, text("report") { $0.action }, text("reply") { $0.diagnostic },
                text("id") { $0.mail.text },
                .init(key: "created", label: words("desk.column.created"), isOrdered: false) {
                    DeskValue($0.recordedAt)
                } cell: {
                    sitting.moment($0.recordedAt)
                },
            ])
    }
}
