import Foundation
@testable import Identity
import Outbound
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

import Web

@Suite("Accounts elsewhere, on the page of an account")
struct WayTests {
    @Test("Stand with when they were used, lead to the provider, and end one by one, but not the last way in")
    func ways() async throws {
        try await TwoSites.with { sites in
            let member = try await Member.make(sites, sites.first)
            #expect(!(try await member.open("/account/security").html.contains("ways-title")))
            let provider = try await Self.provider(of: sites.first, sites)
            let asked = try await member.open("/account/security")
            let start = try #require(asked.links("/api/auth/oidc/example-id/start").first)
            #expect(start.contains("link=true") && start.contains("next=%2Fde%2Faccount%2Fsecurity"))
            try await Self.link(member, provider, sites)
            let page = try await member.open("/account/security")
            #expect(page.html.contains("Example &lt;ID&gt;") && page.html.contains("ada@elsewhere.example"))
            #expect(page.links("/api/auth/oidc/example-id/start").isEmpty)
            let ended = try await member.browser.submit(try #require(page.form("/identities/end")))
            #expect(ended.status == 200 && ended.form("/identities/end") == nil)
            let again = try await member.browser.submit(try #require(page.form("/identities/end")))
            #expect(again.status == 404)
            try await Self.link(member, provider, sites)
            _ = try await sites.rows("update accounts set password_hash = null returning account_id", of: sites.first)
            let refused = try await member.browser.submit(
                try #require(try await member.open("/account/security").form("/identities/end")))
            #expect(refused.status == 200 && refused.form("/identities/end") != nil)
            #expect(refused.html.contains("notice-danger"))
        }
    }

    @Test("Are each account's own, and each site's")
    func strangers() async throws {
        try await TwoSites.with { sites in
            let member = try await Member.make(sites, sites.first)
            try await Self.link(member, try await Self.provider(of: sites.first, sites), sites)
            let stranger = try await Member.make(sites, sites.first, email: "eve@example.com")
            let elsewhere = try await Member.make(sites, sites.second)
            let theirs = try #require(try await member.open("/account/security").form("/identities/end"))
            let identity = theirs.hidden.filter { $0.0 == "identity" }
            for other in [stranger, elsewhere] {
                let own = try #require(try await other.open("/account/security").form("/sign-out"))
                let token = own.hidden.filter { $0.0 == "csrf_token" }
                let path = "/\(other.language)/account/identities/end"
                #expect(try await other.browser.post(path, token + identity).status == 404)
            }
            #expect(try await member.open("/account/security").form("/identities/end") != nil)
        }
    }

    private static func provider(of partner: TwoSites.Partner, _ sites: TwoSites) async throws -> IdentityProvider {
        let terms = ProviderTerms(
            slug: "example-id", name: "Example <ID>", labels: ProviderLabels([:]),
            issuer: try #require(OutboundURL("https://id.example")), clientID: "client",
            scopes: ["openid"], algorithms: [.rs256], trustsEmail: false, isEnabled: true)
        return try await sites.people.openID.providers.make(
            terms, secret: nil, Actor("test", requestID: "test"), in: sites.fleet.tenants.scope(partner.entry))
    }

    private static func link(_ member: Member, _ provider: IdentityProvider, _ sites: TwoSites) async throws {
        let scope = sites.fleet.tenants.scope(member.partner.entry)
        let key = try await sites.fleet.dataKeys.key(of: scope.tenant)
        let email = try #require(EmailAddress(member.email))
        let account = try await scope.run(AccountStore.find(emailIndex: key.blindIndex(email.normal))).only()
        _ = try await scope.run(
            try LinkStore.insert(
                sites.fleet.identifiers.next(), .init(provider, "ada", key), of: try account.get("account_id"),
                label: "ada@elsewhere.example", key))
    }
}
