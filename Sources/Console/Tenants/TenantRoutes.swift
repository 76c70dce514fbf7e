import Foundation
import HTTPTypes
import Postgres
import Tenancy
import Vocabulary
import Web

extension ConsoleFeature {
    var tenantRoutes: [Route] {
        [
            Route(
                .get, "/api/platform/tenants", .operate(.tenants), "Partners, by slug unless told otherwise",
                gives: [.json(.page(of: TenantRow.schema))]
            ) { (input: TenantPageInput, _: OperatorContext) in
                let rows = try await list.list(state: input.state?.rawValue, input.page, limit: input.limit + 1)
                let shown = rows.prefix(input.limit)
                return .json { json in
                    json.object { json in
                        json.member("data", array: { json in for row in shown { json.value(row) } })
                        json.member(
                            "next_cursor",
                            rows.count > input.limit ? shown.last.map(input.page.place)?.description : nil)
                    }
                }
            },
            Route(
                .get, "/api/platform/tenants/{slug}", .operate(.tenants), "A partner's whole definition",
                gives: [.json(.any)], refuses: [.init(404, "tenant.unknown")]
            ) { (input: SlugInput, _: OperatorContext) in
                guard let definition = try await desk.definition(slug: input.slug) else {
                    throw TenantError.unknown(slug: input.slug).problem
                }
                return .bytes(
                    Array(try definition.canonicalJSON()), type: "application/json", cache: .personal)
            },
            Route(
                .post, "/api/platform/tenants", .operate(.tenants),
                "Asks for a partner to be provisioned, or changed where it differs; a worker does it",
                gives: [
                    .json(TenantVerdictAnswer.accepted, .accepted, "Recorded; `Location` tells how far it is."),
                    .json(TenantVerdictAnswer.unchanged, .ok, "There is nothing to change."),
                ],
                refuses: [
                    .init(409, "tenant.slug_taken"), .init(409, "tenant.host_taken"),
                    .init(409, "tenant.operation_running"), .init(422, "input.invalid"),
                ],
                options: RouteOptions(bodyBytesMax: Self.definitionBytesMax)
            ) { (input: DefinitionInput, context: OperatorContext) in
                do {
                    let verdict = try await desk.request(
                        input.definition, actor: context.auditActor)
                    return TenantVerdictAnswer(verdict).answer
                } catch let error as TenantError {
                    throw error.problem
                }
            },
        ]
    }

    /// A folder with pictures and five languages of legal pages is a fifth of it.
    static let definitionBytesMax = 2 * 1024 * 1024

    var lifeRoutes: [Route] {
        LifeChange.allCases.map { change in
            Route(
                .post, PathTemplate("/api/platform/tenants/{slug}/\(change.rawValue)"), .operate(.tenants),
                Self.summary(of: change), gives: [.json(.object(nil, [.init("state", .text)], closed: true))],
                refuses: [.init(404, "tenant.unknown"), .init(409, "tenant.state")]
            ) { (input: SlugInput, context: OperatorContext) in
                do {
                    let state = try await desk.change(
                        change, slug: input.slug, actor: context.auditActor)
                    return .json { json in json.object { $0.member("state", state.text) } }
                } catch let error as TenantError {
                    throw error.problem
                }
            }
        }
    }

    private static func summary(of change: LifeChange) -> String {
        switch change {
        case .suspend: "Closes a site; its own page says so"
        case .resume: "Opens a suspended site or ends its maintenance"
        case .maintain: "Puts a site in maintenance"
        case .archive: "Puts a partner away with all its data"
        case .restore: "Takes a partner out of the archive"
        }
    }
}

struct SlugInput: Input {
    static let pattern = CodePattern("a-z0-9-", 1...31)
    let slug: String

    static let form = Form("Slug", Field("slug", .code(pattern), "The partner's short name")) { SlugInput(slug: $0) }
}

struct TenantPageInput: Input {
    /// As the directory has it.
    enum State: String, CaseIterable { case provisioning, active, maintenance, suspended, archived }

    let state: State?
    let page: RowPage<TenantRowOrder>
    let limit: Int

    static let form = Form(
        "TenantPage", Field("state", Kind<State>.choice).optional, PageFields.sort(.slug), PageFields.order(.up),
        PageFields.cursor, Field("limit", .integer(1...100), "Rows").or(20)
    ) { state, sort, order, cursor, limit in
        TenantPageInput(state: state, page: try PageFields.page(sort, order, cursor), limit: limit)
    }
}
