import Foundation
import Postgres
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("What a partner set itself")
struct PartnersOwnTests {
    private static let text = PageText.source(title: "Ours", body: "<p>of our own</p>")

    private func site(_ slug: String) async throws -> (ProvisionDesk, TenantScope) {
        let desk = try await ProvisionDesk.make()
        for slug in [slug, "severny"] { _ = try await desk.apply(ProvisionDesk.partner(slug)) }
        return (desk, desk.fleet.tenants.scope(try await desk.entry(slug)))
    }

    /// Support, company, a page, a text and a look.
    private func settle(_ desk: ProvisionDesk, _ scope: TenantScope, mail: String = "ours@example.com") async throws {
        let identifiers = desk.fleet.identifiers
        let contact = ContactDesk(identifiers: identifiers)
        let support = try await scope.definition().support
        _ = try await contact.put(
            SupportContact(
                mail: mail, phone: support.phone, hours: PerLocale([.english: "always"]), zone: support.zone),
            by: "account:1", in: scope)
        _ = try await contact.put(
            LegalEntity(company: "Ours Ltd", registration: nil, address: ["Road 1"], country: "AT"), by: "account:1",
            in: scope)
        try await PageDesk(identifiers: identifiers).publish(Self.text, .terms, .english, by: "account:1", in: scope)
    }

    @Test(
        "Stays when a changed folder is applied, and is told; the rest becomes what the folder says",
        arguments: ["hinode", "aurelia"])
    func stays(slug: String) async throws {
        let (desk, scope) = try await site(slug)
        try await settle(desk, scope)
        let longer = try ProvisionDesk.partner(slug, holdMinutes: 45)
        let merge = try #require(try await desk.definitions.merge(longer))
        guard case .changed(_, version: _, release: 1, kept: let kept) = try await desk.apply(longer) else {
            Issue.record("not changed")
            return
        }
        #expect(kept == merge.kept && kept.contains("support.mail") && kept.contains("pages.terms.en"))
        #expect(kept.contains("support.hours.en") && kept.contains("legal.company"))
        let site = try #require(try await desk.definitions.current(slug: slug))
        #expect(site == merge.definition && site.holdMinutes == 45)
        #expect(site.support.mail == "ours@example.com" && site.support.hours[exact: .english] == "always")
        #expect(site.pages[.terms]?[exact: .english] == Self.text && site.legal.company == "Ours Ltd")
        #expect(site.pages[.privacy] == longer.pages[.privacy] && site.support.phone == longer.support.phone)
        guard case .unchanged = try await desk.apply(longer) else {
            Issue.record("applied twice")
            return
        }
        let audit = try await scope.run(
            "select after from audit_entries where action = 'site.apply' order by recorded_at")
        #expect(try #require(audit.last).get("after", as: JSONText.self).text.contains("legal.company"))
        #expect(try await desk.definitions.current(slug: "severny") == ProvisionDesk.partner("severny"))
        await desk.fleet.close()
    }

    @Test("Is the folder's once a folder has taken it over, and then a folder changes it")
    func takenOver() async throws {
        let (desk, scope) = try await site("hinode")
        try await settle(desk, scope)
        let exported = try #require(try await desk.definitions.current(slug: "hinode"))
        guard case .changed(_, version: _, release: _, kept: []) = try await desk.apply(exported) else {
            Issue.record("something of the export was kept against it")
            return
        }
        #expect(try await desk.definitions.current(slug: "hinode") == exported)
        let changed = exported.replacing(
            support: SupportContact(
                mail: "new@example.com", phone: exported.support.phone, hours: exported.support.hours,
                zone: exported.support.zone))
        guard case .changed(_, version: _, release: _, kept: []) = try await desk.apply(changed) else {
            Issue.record("the folder's word was not taken")
            return
        }
        #expect(try await desk.definitions.current(slug: "hinode") == changed)
        // And once more by the partner, against that folder.
        try await settle(desk, scope, mail: "again@example.com")
        _ = try await desk.apply(exported)
        #expect(try await desk.definitions.current(slug: "hinode")?.support.mail == "again@example.com")
        await desk.fleet.close()
    }

    @Test("Holds for its look: the folder's new one is kept beside it, to be published by whoever wants it")
    func look() async throws {
        let (desk, scope) = try await site("hinode")
        let releases = BrandingReleases(identifiers: desk.fleet.identifiers)
        let own = try ProvisionDesk.partner("halfway").branding
        try await releases.publish(
            try await releases.draft(own, actor: "account:1", in: scope), actor: "account:1", in: scope)
        _ = try await desk.apply(ProvisionDesk.partner("hinode", holdMinutes: 45))
        #expect(try await desk.definitions.current(slug: "hinode")?.branding == own)
        #expect(try await releases.list(limit: 10, in: scope).count == 2)
        let other = try ProvisionDesk.partner("severny").branding
        let folder = try ProvisionDesk.partner("hinode").replacing(branding: other)
        guard case .changed(_, version: _, release: 2, kept: ["branding"]) = try await desk.apply(folder) else {
            Issue.record("another look is shown")
            return
        }
        #expect(try await desk.definitions.current(slug: "hinode")?.branding == own)
        #expect(try await releases.release(3, in: scope) == other)
        await desk.fleet.close()
    }

    @Test("Applies, texts and pages at once: nothing that anybody set is lost")
    func atOnce() async throws {
        let (desk, scope) = try await site("hinode")
        let pages = PageDesk(identifiers: desk.fleet.identifiers)
        let kinds = PageKind.allCases
        try await withThrowingTaskGroup(of: Void.self) { group in
            for kind in kinds {
                for locale in [LocaleTag.english, try #require(LocaleTag("ja"))] {
                    group.addTask { try await pages.publish(Self.text, kind, locale, by: "account:1", in: scope) }
                }
            }
            group.addTask { _ = try await desk.apply(ProvisionDesk.partner("hinode", holdMinutes: 45)) }
            try await group.waitForAll()
        }
        let site = try #require(try await desk.definitions.current(slug: "hinode"))
        #expect(site.holdMinutes == 45)
        for kind in kinds { #expect(site.pages[kind]?[exact: .english] == Self.text, "\(kind)") }
        await desk.fleet.close()
    }

    @Test("Of a page every earlier text is kept by its version, and one published meanwhile is not written over")
    func history() async throws {
        let (desk, scope) = try await site("hinode")
        let pages = PageDesk(identifiers: desk.fleet.identifiers)
        let first = try await scope.definition().pages[.terms]?[exact: .english]
        let mark = PageDesk.mark(of: first)
        try await pages.publish(Self.text, .terms, .english, over: mark, by: "account:1", in: scope)
        await #expect(throws: PageDesk.Refusal.changedMeanwhile) {
            try await pages.publish("<h1>T</h1>\nx\n", .terms, .english, over: mark, by: "account:2", in: scope)
        }
        await #expect(throws: PageDesk.Refusal.localeUnknown) {
            try await pages.publish(Self.text, .terms, try #require(LocaleTag("de")), by: "account:1", in: scope)
        }
        await #expect(throws: PageDesk.Refusal.tooLong) {
            let long = String(repeating: "x", count: MarkdownPage.bytesMax)
            try await pages.publish(
                PageText.source(title: "T", body: long), .terms, .english, by: "account:1", in: scope)
        }
        let versions = try await pages.versions(.terms, .english, in: scope)
        #expect(versions.map(\.number) == [2, 1] && versions.map(\.actor) == ["account:1", "operator:test"])
        #expect(try await pages.source(.terms, .english, version: 1, in: scope) == first)
        #expect(try await pages.versions(.privacy, .english, in: scope).map(\.number) == [1])
        await desk.fleet.close()
    }
}
