import Foundation
import HTTPTypes
import Postgres
import Tenancy
import Vocabulary
import Web

struct SuppressionsInput: Input {
    let reason: SuppressionReason?
    let address: MailAddress?
    let page: RowPage<SuppressionOrder>
    let limit: Int

    static let form = Form(
        "MailSuppressions", Field("reason", Kind<SuppressionReason>.choice).optional,
        Field("address", Kind<EmailAddress>.email.map("email") { MailAddress($0) }, "The one that is looked for.")
            .optional,
        PageFields.order(.down), PageFields.cursor, Field("limit", .integer(1...100)).or(20)
    ) { reason, address, order, cursor, limit in
        SuppressionsInput(
            reason: reason, address: address, page: try PageFields.page(SuppressionOrder.created, order, cursor),
            limit: limit)
    }
}

struct SuppressionInput: Input {
    let id: UUID

    static let form = Form("MailSuppressionName", Field("id", .uuid)) { SuppressionInput(id: $0) }
}

/// Whom the site does not write to, for its staff.
extension MessagingFeature {
    func suppressionRoutes(_ reads: AuditReads) -> [Route] {
        let path = PathTemplate("/api/admin/mail/suppressions")
        return [
            Route(
                .get, path, .staff(.mail, .read),
                "Addresses that are not written to, newest first unless told otherwise, masked: no mailbox, or a complaint of its reader's",
                gives: [.json(.page(of: SuppressionAnswer.schema))]
            ) { (input: SuppressionsInput, context: StaffContext) in
                let found = try await suppressions.list(
                    input.reason, of: input.address, input.page, limit: input.limit + 1, in: context.scope)
                let page = found.prefix(input.limit).map(SuppressionAnswer.init)
                reads.note(
                    AuditEntry(
                        action: "suppression.read", actor: context.auditActor, subjectKind: "suppression",
                        subjectID: "list"), context.entry)
                return .json { json in
                    json.object { json in
                        json.member("data", page)
                        json.member(
                            "next_cursor",
                            found.count > input.limit
                                ? page.last.map { input.page.place(of: $0.sight).description } : nil)
                    }
                }
            },
            Route(
                .delete, PathTemplate("/api/admin/mail/suppressions/{id}"), .staff(.mail, .write),
                "Writes to the address again from now on", gives: [.noContent],
                refuses: [.init(404, "mail.suppression_unknown")]
            ) { (input: SuppressionInput, context: StaffContext) in
                try await suppressions.lift(input.id, context.auditActor, in: context.scope)
                return .noContent
            },
        ]
    }
}

struct SuppressionAnswer: JSONWritable {
    static let schema = Schema.object(
        "MailSuppression",
        [
            .init("id", .uuid), .init("recipient", .nullable(.text)),
            .init("reason", .choice(SuppressionReason.allCases.map(\.rawValue))),
            .init("diagnostic", .nullable(.text)), .init("created_at", .instant),
        ], closed: true)

    let sight: Suppressions.Sight

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("id", sight.id)
            $0.member("recipient", sight.recipient)
            $0.member("reason", sight.reason.rawValue)
            $0.member("diagnostic", sight.diagnostic)
            $0.member("created_at", sight.createdAt)
        }
    }
}
