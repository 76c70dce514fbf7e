import Foundation
import HTTPTypes
import Postgres
import Tenancy
import Vocabulary
import Web

/// The keys of the site's programs.
extension IdentityFeature {
    var keyRoutes: [Route] {
        let options = RouteOptions(tag: "api-keys")
        return [
            Route(
                .get, "/api/admin/api-keys", .staff(.keys, .read), "Keys, newest first unless told otherwise",
                gives: [.json(.page(of: KeyAnswer.schema))], options: options
            ) { (input: KeysInput, context: StaffContext) in
                let page = try await keys.list(input.filter, input.page, limit: input.limit, in: context.scope)
                return .json(cache: .never) { json in
                    json.object { json in
                        json.member("data", array: { json in for key in page.keys { json.value(KeyAnswer(key: key)) } })
                        json.member("next_cursor", page.next?.description)
                    }
                }
            },
            Route(
                .post, "/api/admin/api-keys", .staff(.keys, .write), "Make a key; it is told this once",
                gives: [.json(Self.madeSchema, .created)],
                refuses: [.init(409, "key.too_many"), .init(409, "request.repeated")], options: options
            ) { (input: KeyInput, context: Dampened<StaffContext>) in
                let stage = context.stage
                return Self.answer(
                    try await keys.make(
                        input.terms, by: stage.caller, stage.cause, in: stage.scope))
            },
            Route(
                .post, "/api/admin/api-keys/{id}/rotate", .staff(.keys, .write),
                "A successor on the same terms, told this once; the old key goes on for the overlap",
                gives: [.json(Self.madeSchema, .created)],
                refuses: [Self.unknown, .init(409, "key.too_many"), .init(409, "request.repeated")], options: options
            ) { (input: RotateInput, context: Dampened<StaffContext>) in
                let stage = context.stage
                return Self.answer(
                    try await keys.rotate(
                        input.id, overlapSeconds: input.overlapHours * 3_600, by: stage.caller, stage.cause,
                        in: stage.scope))
            },
            Route(
                .delete, "/api/admin/api-keys/{id}", .staff(.keys, .write), "Revoke a key", gives: [.noContent],
                refuses: [Self.unknown], options: options.servingImpersonation
            ) { (input: SessionPath, context: StaffContext) in
                try await keys.revoke(input.id, context.cause, in: context.scope)
                return .noContent
            },
        ]
    }

    private static func answer(_ made: ManageKeys.Made) -> Answer {
        .json(status: .created, cache: .never) {
            $0.object {
                $0.member("secret", made.secret.description)
                $0.member("key", KeyAnswer(key: made.key))
            }
        }
    }

    private static let unknown = Route.Refusal(404, "key.not_found")
    private static let madeSchema = Schema.object(
        "NewKey", [.init("secret", .text), .init("key", KeyAnswer.schema)], closed: true)
}

struct KeyAnswer: JSONWritable, Sendable {
    let key: APIKey

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("id", key.id)
            $0.member("name", key.name)
            $0.member("prefix", key.prefix)
            $0.member("rights", key.rights.inOrder.map(\.description))
            $0.member("ranges", key.ranges.map(\.description))
            $0.member("limit_per_hour", key.limitPerHour)
            $0.member("expires_at", key.expiresAt)
            $0.member("replaced_by", key.replacedBy)
            $0.member("created_by", key.createdBy)
            $0.member("created_at", key.createdAt)
            $0.member("used_at", key.usedAt)
            $0.member("revoked_at", key.revokedAt)
        }
    }

    static let schema = Schema.object(
        "Key",
        [
            .init("id", .uuid), .init("name", .text), .init("prefix", .text), .init("rights", .array(.text)),
            .init("ranges", .array(.text)), .init("limit_per_hour", .nullable(.count)),
            .init("expires_at", .nullable(.instant)), .init("replaced_by", .nullable(.uuid)),
            .init("created_by", .text), .init("created_at", .instant), .init("used_at", .nullable(.instant)),
            .init("revoked_at", .nullable(.instant)),
        ], closed: true)
}

struct KeysInput: Input {
    let filter: APIKeyFilter
    let page: RowPage<APIKeyOrder>
    let limit: Int

    static let form = Form<KeysInput>(
        "Keys", Field("state", Kind<APIKey.State>.choice).optional,
        Field("q", .text(max: APIKey.nameMax), "Part of a name or of the digits that are shown.").optional,
        PageFields.sort(.made), PageFields.order(.down), PageFields.cursor, Field("limit", .integer(1...100)).or(20)
    ) { state, words, sort, order, cursor, limit in
        KeysInput(
            filter: APIKeyFilter(state: state, words: words),
            page: try PageFields.page(sort, order, cursor), limit: limit)
    }
}

struct KeyInput: Input {
    let terms: APIKeyTerms

    static let form = Form<KeyInput>(
        "KeyRequest",
        Field("name", .text(max: APIKey.nameMax)),
        Field(
            "rights", .list(right, 0...StaffRight.all.count),
            "What the key may do beyond what anyone may: `bookings:read`, `texts:write` …"),
        Field("ranges", .list(range, 0...APIKey.rangesMax), "CIDR blocks it may be used from; none: anywhere.").or([]),
        Field("limit_per_hour", .integer(APIKey.limitRange), "Below the plan's.").optional,
        Field("expires_at", .instant).optional
    ) { name, rights, ranges, limit, expiresAt in
        KeyInput(
            terms: APIKeyTerms(
                name: name, rights: Set(rights), ranges: ranges, limitPerHour: limit, expiresAt: expiresAt))
    }

    private static let right = Kind<String>.text(max: 40).map("choice") { StaffRight($0) }
        .described(as: .choice(StaffRight.all.map(\.description)))
    private static let range = Kind<String>.text(max: 50).map("format") { AddressRange($0) }
}

struct RotateInput: Input {
    let id: UUID
    let overlapHours: Int

    static let form = Form<RotateInput>(
        "Rotation", Field("id", .uuid),
        Field("overlap_hours", .integer(0...APIKey.overlapDaysMax * 24), "How long the old key goes on.").or(24)
    ) { RotateInput(id: $0, overlapHours: $1) }
}
