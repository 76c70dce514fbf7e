import Foundation
import HTTPTypes
import Identity
import Postgres
import Tenancy
import Vocabulary
import Web

/// A partner's own people change its look: drafted, checked, seen, published, taken back.
struct AdminBrandingRoutes: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let unknown = Route.Refusal(404, "branding.release_unknown")
        let released = RouteOutput.json(.object(nil, [.init("release", .count)], closed: true))
        let options = RouteOptions(tag: "branding")
        return [
            Route(
                .get, "/api/admin/branding/releases", .staff(.branding, .read),
                "Looks, newest first unless told otherwise",
                gives: [.json(.page(of: ReleaseAnswer.schema))], options: options
            ) { (input: ReleaseListInput, context: StaffContext) in
                let page = try await parts.releases.list(
                    after: input.cursor, isOldestFirst: input.order == .up, limit: input.limit, in: context.scope)
                let answers = try await ReleaseAnswer.read(
                    page, ActorSight(context.caller), parts.identity.actors, in: context.scope)
                return .json { json in
                    json.object { json in
                        json.member("data", answers)
                        json.member("next_cursor", page.count == input.limit ? page.last.map { "\($0.number)" } : nil)
                    }
                }
            },
            Route(
                .post, "/api/admin/branding/drafts", .staff(.branding, .write),
                "Keeps the present look with what is changed of it, unseen by visitors",
                gives: [.json(.object(nil, [.init("release", .count)], closed: true), .created)],
                refuses: [.init(422, "branding.contrast"), .init(422, "input.invalid")],
                options: RouteOptions(bodyBytesMax: LookDraftInput.bodyBytesMax, tag: "branding").servingImpersonation
            ) { (input: LookDraftInput, context: StaffContext) in
                let number = try await draft(input, context)
                return .json(status: .created) { json in json.object { $0.member("release", number) } }
            },
            Route(
                .post, "/api/admin/branding/releases/{release}/previews", .staff(.branding, .read),
                "A signed link that shows a look to whoever opens it, for an hour",
                gives: [
                    .json(
                        .object(nil, [.init("preview_url", .text), .init("expires_at", .instant)], closed: true),
                        .created)
                ], refuses: [unknown], options: options.servingImpersonation
            ) { (input: OneReleaseInput, context: StaffContext) in
                _ = try await told { try await parts.releases.release(input.release, in: context.scope) }
                let pass = PreviewPass(release: input.release, of: context.tenant, now: context.clock.now())
                let base = context.arrival.base(of: context.profile.definition) ?? ""
                return .json(status: .created, cache: .never) { json in
                    json.object {
                        $0.member("preview_url", "\(base)/preview?pass=\(pass.text(context.arrival.parts.keys))")
                        $0.member("expires_at", pass.expiresAt)
                    }
                }
            },
            Route(
                .post, "/api/admin/branding/releases/{release}/publish", .staff(.branding, .write),
                "Shows a look to everyone", gives: [released], refuses: [unknown], options: options.servingImpersonation
            ) { (input: OneReleaseInput, context: StaffContext) in try await publish(input.release, context) },
            Route(
                .post, "/api/admin/branding/rollback", .staff(.branding, .write), "Shows an earlier look again",
                gives: [released], refuses: [unknown], options: options.servingImpersonation
            ) { (input: OneReleaseInput, context: StaffContext) in try await publish(input.release, context) },
        ]
    }

    /// Throws `branding.contrast` with every pair that cannot be read, each at the colour of the body that makes it so.
    private func draft(_ input: LookDraftInput, _ context: StaffContext) async throws -> Int {
        let profile = context.profile
        let branding = profile.branding.changed(by: input.change, name: profile.name(in: profile.defaultLocale))
        let contrast = ContrastGate.check(branding)
        guard contrast.isEmpty else {
            throw Problem(
                422, "branding.contrast", faults: contrast.map(input.fault),
                members: ["pairs": .list(contrast.map(\.description))])
        }
        return try await told {
            try await parts.releases.draft(branding, actor: context.auditActor, in: context.scope)
        }
    }

    private func publish(_ release: Int, _ context: StaffContext) async throws -> Answer {
        try await told { try await parts.releases.publish(release, actor: context.auditActor, in: context.scope) }
        return .json { json in json.object { $0.member("release", release) } }
    }

    private func told<Result>(_ body: () async throws -> Result) async throws -> Result {
        do { return try await body() } catch let error as TenantError { throw error.problem }
    }
}

struct ReleaseListInput: Input {
    let order: RowDirection
    let limit: Int
    let cursor: Int?

    static let form = Form(
        "ReleaseList", PageFields.order(.down), Field("limit", .integer(1...100)).or(20),
        Field("cursor", .integer(1...Int(Int32.max)), "From the page before.").optional
    ) { ReleaseListInput(order: $0, limit: $1, cursor: $2) }
}

struct OneReleaseInput: Input {
    let release: Int

    static let form = Form("OneRelease", Field("release", .integer(1...Int(Int32.max)))) {
        OneReleaseInput(release: $0)
    }
}
