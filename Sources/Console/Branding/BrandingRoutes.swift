import Foundation
import HTTPTypes
import Identity
import Postgres
import Tenancy
import Vocabulary
import Web

/// A partner's looks: drafted, checked, seen, published, taken back.
extension ConsoleFeature {
    var brandingRoutes: [Route] {
        let base = "/api/platform/tenants/{slug}/branding"
        return [
            Route(
                .get, PathTemplate("\(base)/releases"), .operate(.branding),
                "Looks, newest first unless told otherwise",
                gives: [.json(.page(of: ReleaseAnswer.schema))], refuses: [.init(404, "tenant.unknown")]
            ) { (input: ReleasePageInput, _: OperatorContext) in
                let scope = try await scope(input.slug)
                let page = try await releases.list(
                    after: input.cursor, isOldestFirst: input.order == .up, limit: input.limit, in: scope)
                let answers = try await ReleaseAnswer.read(page, .operator, actors, in: scope)
                return .json { json in
                    json.object { json in
                        json.member("data", answers)
                        json.member("next_cursor", page.count == input.limit ? page.last.map { "\($0.number)" } : nil)
                    }
                }
            },
            Route(
                .post, PathTemplate("\(base)/drafts"), .operate(.branding),
                "Keeps a look that passes the contrast gate, unseen by visitors",
                gives: [.json(.object(nil, [.init("release", .count)], closed: true), .created)],
                refuses: [.init(404, "tenant.unknown"), .init(422, "branding.contrast"), .init(422, "input.invalid")],
                options: RouteOptions(bodyBytesMax: Self.definitionBytesMax)
            ) { (input: DraftInput, context: OperatorContext) in
                let scope = try await scope(input.slug)
                let number = try await mapped {
                    try await releases.draft(
                        input.branding, actor: context.auditActor, in: scope)
                }
                return .json(status: .created) { json in json.object { $0.member("release", number) } }
            },
            Route(
                .get, PathTemplate("\(base)/releases/{release}"), .operate(.branding),
                "A look, to be seen before it is shown",
                gives: [.json(.any)], refuses: [.init(404, "branding.release_unknown")]
            ) { (input: ReleaseInput, _: OperatorContext) in
                let scope = try await scope(input.slug)
                let branding = try await mapped { try await releases.release(input.release, in: scope) }
                return .bytes(
                    Array(try CanonicalJSON.encode(branding)), type: "application/json", cache: .personal)
            },
            Route(
                .post, PathTemplate("\(base)/releases/{release}/previews"), .operate(.branding),
                "A signed link that shows a look to whoever opens it, for an hour",
                gives: [
                    .json(
                        .object(nil, [.init("preview_url", .text), .init("expires_at", .instant)], closed: true),
                        .created)
                ], refuses: [.init(404, "tenant.unknown"), .init(404, "branding.release_unknown")]
            ) { (input: ReleaseInput, context: OperatorContext) in try await preview(input, context) },
            Route(
                .post, PathTemplate("\(base)/releases/{release}/publish"), .operate(.branding),
                "Shows a look to everyone, be it newer or older than the present one",
                gives: [.json(.object(nil, [.init("release", .count)], closed: true))],
                refuses: [.init(404, "branding.release_unknown")]
            ) { (input: ReleaseInput, context: OperatorContext) in
                let scope = try await scope(input.slug)
                try await mapped {
                    try await releases.publish(
                        input.release, actor: context.auditActor, in: scope)
                }
                return .json { json in json.object { $0.member("release", input.release) } }
            },
        ]
    }

    private func preview(_ input: ReleaseInput, _ context: OperatorContext) async throws -> Answer {
        let scope = try await scope(input.slug)
        _ = try await mapped { try await releases.release(input.release, in: scope) }
        let arrival = context.platform.arrival
        guard let definition = try await desk.definition(slug: input.slug), let base = arrival.base(of: definition)
        else { throw TenantError.unknown(slug: input.slug).problem }
        let pass = PreviewPass(release: input.release, of: scope.tenant, now: context.platform.clock.now())
        return .json(status: .created, cache: .never) { json in
            json.object {
                $0.member("preview_url", "\(base)/preview?pass=\(pass.text(arrival.parts.keys))")
                $0.member("expires_at", pass.expiresAt)
            }
        }
    }

    private func scope(_ slug: String) async throws -> TenantScope {
        guard let scope = try await desk.scope(slug: slug) else { throw TenantError.unknown(slug: slug).problem }
        return scope
    }

    private func mapped<Result>(_ body: () async throws -> Result) async throws -> Result {
        do { return try await body() } catch let error as TenantError { throw error.problem }
    }
}

struct ReleasePageInput: Input {
    let slug: String
    let order: RowDirection
    let limit: Int
    let cursor: Int?

    static let form = Form(
        "ReleasePage", Field("slug", .code(SlugInput.pattern)), PageFields.order(.down),
        Field("limit", .integer(1...100)).or(20), Field("cursor", .integer(1...Int(Int32.max))).optional
    ) { ReleasePageInput(slug: $0, order: $1, limit: $2, cursor: $3) }
}

struct ReleaseInput: Input {
    let slug: String
    let release: Int

    static let form = Form(
        "Release", Field("slug", .code(SlugInput.pattern)), Field("release", .integer(1...Int(Int32.max)))
    ) { ReleaseInput(slug: $0, release: $1) }
}

/// A look as its `branding.yml` and pictures; the definition around it stays what it is.
struct DraftInput: Input {
    let slug: String
    let branding: BrandingDefinition

    static let form = Form(
        "BrandingDraft", Field("slug", .code(SlugInput.pattern)),
        Field("files", .list(.object(FolderFile.form), 1...10), "branding.yml and its pictures").example(
            .list([FolderFile.example("branding.yml")]))
    ) { slug, files in
        let contents = Dictionary(files.map { ($0.path, $0.bytes) }) { first, _ in first }
        do {
            return DraftInput(slug: slug, branding: try TenantFolder.readBranding(files: contents))
        } catch let faults as FolderFaults {
            throw InputFaults(
                faults.faults.map { fault in
                    Problem.Fault(
                        "/files/\(fault.file)", "folder",
                        [
                            "place": .text("\(fault.file):\(fault.line)"),
                            "message": .text("\(fault.path): \(fault.message)"),
                        ])
                })
        }
    }
}

struct ReleaseAnswer: JSONWritable {
    static let schema = Schema.object(
        "BrandingRelease",
        [
            .init("release", .count), .init("actor", .text),
            .init("actor_name", .nullable(.text).annotated("As much of it as the reader may see.")),
            .init("created_at", .instant), .init("is_published", .boolean),
        ], closed: true)

    private let summary: BrandingReleases.Summary
    private let name: String?

    /// One page of looks, with who made them in as many words as `sight` allows.
    static func read(
        _ page: [BrandingReleases.Summary], _ sight: ActorSight, _ actors: ActorNames, in scope: TenantScope
    ) async throws -> [ReleaseAnswer] {
        let names = try await ActorWords.read(page.map(\.actor), sight, actors, in: scope)
        return page.map { ReleaseAnswer(summary: $0, name: names.name($0.actor)) }
    }

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("release", summary.number)
            $0.member("actor", summary.actor)
            $0.member("actor_name", name)
            $0.member("created_at", summary.createdAt)
            $0.member("is_published", summary.isPublished)
        }
    }
}
