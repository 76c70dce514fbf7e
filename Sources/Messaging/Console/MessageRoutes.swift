package import Foundation
import HTTPTypes
import Postgres
package import Tenancy
package import Vocabulary
import Web

/// Where a mail stands, as the list may be narrowed by it.
enum MailState: String, CaseIterable, Sendable {
    case queued, sending, sent, deferred, failed, bounced
}

struct MessagesInput: Input {
    let filter: MailFilter
    let page: RowPage<MailOrder>
    let limit: Int

    static let form = Form(
        "MailMessages", Field("state", Kind<MailState>.choice).optional,
        Field("template", Kind<MailTemplate>.choice).optional, PageFields.order(.down), PageFields.cursor,
        Field("limit", .integer(1...100)).or(20)
    ) { state, template, order, cursor, limit in
        MessagesInput(
            filter: MailFilter(state: state?.rawValue, template: template?.rawValue),
            page: try PageFields.page(MailOrder.created, order, cursor), limit: limit)
    }
}

struct PreviewInput: Input {
    let name: MailTemplate
    let locale: LocaleTag?

    static let form = Form(
        "MailPreview", Field("name", .choice),
        Field("locale", .locale, "One of the site's; else the reader's.").optional
    ) { PreviewInput(name: $0, locale: $1) }
}

/// What the site wrote to people, and what its letters look like, for its staff.
extension MessagingFeature {
    func messageRoutes(_ reads: AuditReads) -> [Route] {
        [
            Route(
                .get, "/api/admin/mail/messages", .staff(.mail, .read),
                "Mails of the site, newest first unless told otherwise, their recipients masked",
                gives: [.json(.page(of: MessageAnswer.schema))]
            ) { (input: MessagesInput, context: StaffContext) in
                let key = try await dataKeys.key(of: context.tenant)
                let rows = try await context.scope.run(
                    MailStore.list(input.filter.conditions(key), input.page, limit: input.limit + 1))
                let page = try rows.prefix(input.limit).map { try MessageAnswer($0, key) }
                reads.note(
                    AuditEntry(
                        action: "mail.read", actor: context.auditActor, subjectKind: "mail", subjectID: "list"),
                    context.entry)
                return .json { json in
                    json.object { json in
                        json.member("data", page)
                        json.member("next_cursor", rows.count > input.limit ? page.last?.id : nil)
                    }
                }
            },
            Route(
                .get, "/api/admin/mail/templates/{name}/preview", .staff(.mail, .read),
                "A letter as it would look, about a booking and a person that do not exist",
                gives: [.json(PreviewAnswer.schema)], refuses: [.init(422, "input.invalid")]
            ) { (input: PreviewInput, context: StaffContext) in
                let locales = context.profile.definition.locales
                let locale = input.locale.flatMap { wanted in locales.first { $0 == wanted } } ?? context.locale
                let letter = try sample(input.name, in: locale, of: context.profile, now: context.clock.now())
                return .json(PreviewAnswer(locale: locale, letter: letter))
            },
        ]
    }

    /// The letter about people and a stay that do not exist.
    package func sample(
        _ template: MailTemplate, in locale: LocaleTag, of profile: TenantProfile, now: Date
    ) throws -> Letter {
        let site = LetterSite(profile: profile, base: places.base(of: profile))
        return try compose.compose(
            MailSamples.message(template, now: now, currency: profile.defaultCurrency), to: MailSamples.recipient,
            in: locale, site: site, unsubscribeURL: template.weight == .consented ? site.url("/unsubscribe/") : nil,
            now: now)
    }
}

struct MessageAnswer: JSONWritable {
    static let schema = Schema.object(
        "MailMessageState",
        [
            .init("id", .uuid), .init("template", .text), .init("locale", .text), .init("recipient", .text),
            .init("state", .choice(MailState.allCases.map(\.rawValue))), .init("attempts", .count),
            .init("fault", .nullable(.text)), .init("smtp_reply", .nullable(.text)), .init("created_at", .instant),
            .init("changed_at", .instant), .init("sent_at", .nullable(.instant)),
        ], closed: true)

    let id: UUID
    private let template: String
    private let locale: LocaleTag
    private let recipient: String
    private let state: String
    private let attempts: Int
    private let fault: String?
    private let reply: String?
    private let createdAt: Date
    private let changedAt: Date
    private let sentAt: Date?

    init(_ row: Row, _ key: TenantDataKey) throws {
        id = try row.get("mail_id")
        template = try row.get("template")
        locale = try row.get("locale")
        recipient = try SealedMail.openRecipient(try row.get("recipient_sealed"), with: key).address.masked
        state = try row.get("state")
        attempts = try row.get("attempts")
        fault = try row.get("fault")
        reply = try row.get("smtp_reply")
        createdAt = try row.get("created_at")
        changedAt = try row.get("changed_at")
        sentAt = try row.get("sent_at")
    }

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("id", id)
            $0.member("template", template)
            $0.member("locale", locale)
            $0.member("recipient", recipient)
            $0.member("state", state)
            $0.member("attempts", attempts)
            $0.member("fault", fault)
            $0.member("smtp_reply", reply)
            $0.member("created_at", createdAt)
            $0.member("changed_at", changedAt)
            $0.member("sent_at", sentAt)
        }
    }
}

struct PreviewAnswer: JSONWritable {
    static let schema = Schema.object(
        "MailPreviewLetter",
        [
            .init("locale", .text), .init("subject", .text), .init("text", .text), .init("html", .text),
            .init(
                "attachments",
                .array(
                    .object(
                        nil, [.init("file_name", .text), .init("type", .text), .init("text", .text)], closed: true))),
        ], closed: true)

    let locale: LocaleTag
    let letter: Letter

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("locale", locale)
            json.member("subject", letter.subject)
            json.member("text", letter.text)
            json.member("html", letter.html)
            json.member(
                "attachments",
                array: { json in
                    for attachment in letter.attachments {
                        json.object {
                            $0.member("file_name", attachment.fileName)
                            $0.member("type", attachment.type)
                            $0.member("text", String(decoding: attachment.bytes, as: UTF8.self))
                        }
                    }
                })
        }
    }
}
