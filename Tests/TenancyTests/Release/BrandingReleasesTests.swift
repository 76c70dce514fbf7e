import Foundation
import Postgres
import TestSupport
import Testing

@testable import Tenancy

@Suite("Branding releases")
struct BrandingReleasesTests {
    private func site(_ slug: String) async throws -> (ProvisionDesk, TenantScope, BrandingReleases) {
        let desk = try await ProvisionDesk.make()
        for slug in [slug, "severny"] { _ = try await desk.apply(ProvisionDesk.partner(slug)) }
        let scope = desk.fleet.tenants.scope(try await desk.entry(slug))
        return (desk, scope, BrandingReleases(identifiers: desk.fleet.identifiers))
    }

    @Test(
        "A draft is seen by nobody until it is published, and any release can come back",
        arguments: ["hinode", "aurelia"])
    func course(slug: String) async throws {
        let (desk, scope, releases) = try await site(slug)
        let look = try ProvisionDesk.partner("halfway").branding
        let first = try ProvisionDesk.partner(slug).branding
        let draft = try await releases.draft(look, actor: "operator:t", in: scope)
        #expect(draft == 2)
        #expect(try await releases.release(draft, in: scope) == look)
        #expect(try await desk.definitions.current(slug: slug)?.branding == first)
        try await releases.publish(draft, actor: AuditActor("operator:t", requestID: "r"), in: scope)
        #expect(try await desk.definitions.current(slug: slug)?.branding == look)
        let list = try await releases.list(limit: 10, in: scope)
        #expect(list.map(\.number) == [2, 1] && list.map(\.isPublished) == [true, false])
        #expect(try await releases.list(after: 2, limit: 10, in: scope).map(\.number) == [1])
        try await releases.publish(1, actor: AuditActor("operator:t", requestID: "r"), in: scope)
        #expect(try await desk.definitions.current(slug: slug)?.branding == first)
        let audit = try await scope.run(
            "select subject_id from audit_entries where action = 'branding.publish' order by recorded_at")
        #expect(try audit.map { try $0.get("subject_id", as: String.self) } == ["2", "1"])
        #expect(try await desk.definitions.current(slug: "severny") == ProvisionDesk.partner("severny"))
        await desk.fleet.close()
    }

    @Test("A look that cannot be read is refused with every failing pair, and no release is made")
    func contrast() async throws {
        let (desk, scope, releases) = try await site("hinode")
        let look = try ProvisionDesk.partner("hinode").branding
        var colours = Dictionary(
            uniqueKeysWithValues: ColourToken.allCases.map { ($0, look.light[$0]) })
        colours[.text] = colours[.background]
        let pale = BrandingDefinition(
            layout: look.layout, colourScheme: look.colourScheme, density: look.density,
            motif: look.motif,
            radiusPixels: look.radiusPixels, typography: look.typography, logo: look.logo,
            logoDark: look.logoDark,
            favicon: look.favicon, socialImage: look.socialImage, light: try #require(Palette(colours)),
            dark: look.dark)
        let error = await #expect(throws: TenantError.self) {
            try await releases.draft(pale, actor: "operator:t", in: scope)
        }
        guard case .contrast(let pairs) = error else { throw try #require(error) }
        #expect(pairs.count >= 3 && pairs.allSatisfy { $0.hasPrefix("text on") })
        #expect(try await releases.list(limit: 10, in: scope).count == 1)
        await desk.fleet.close()
    }

    @Test("A release that the tenant does not have is unknown, though another has it")
    func unknown() async throws {
        let (desk, scope, releases) = try await site("hinode")
        let other = desk.fleet.tenants.scope(try await desk.entry("severny"))
        let number = try await releases.draft(
            ProvisionDesk.partner("halfway").branding, actor: "operator:t", in: other)
        await #expect(throws: TenantError.releaseUnknown(number)) {
            try await releases.release(number, in: scope)
        }
        await #expect(throws: TenantError.releaseUnknown(number)) {
            try await releases.publish(number, actor: "operator:t", in: scope)
        }
        await desk.fleet.close()
    }

    @Test(
        "Drafts, publishings and an apply at once: every draft has its number, no definition is taken back"
    )
    func atOnce() async throws {
        let (desk, scope, releases) = try await site("hinode")
        let look = try ProvisionDesk.partner("halfway").branding
        let longer = try ProvisionDesk.partner("hinode", holdMinutes: 45)
        let numbers = try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<6 {
                group.addTask { try await releases.draft(look, actor: "operator:t", in: scope) }
            }
            for _ in 0..<6 {
                group.addTask {
                    try await releases.publish(1, actor: "operator:t", in: scope)
                    return nil
                }
            }
            group.addTask {
                _ = try await desk.apply(longer)
                return nil
            }
            return try await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
        }
        #expect(numbers.sorted() == Array(2...7))
        #expect(try await desk.definitions.current(slug: "hinode")?.holdMinutes == 45)
        await desk.fleet.close()
    }
}
