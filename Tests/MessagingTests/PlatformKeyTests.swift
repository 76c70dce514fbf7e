import Crypto
import Foundation
import NameLookup
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Messaging

@Suite("The platform's own signing key")
struct PlatformKeyTests {
    private let actor: AuditActor = "operator:test"

    @Test("signs once its record stands, in every process within seconds, and is replaced by a newer one")
    func rotation() async throws {
        let fixture = try await MailFixture.make()
        let names = try await TestNameServer.start()
        let keys = MailFixture.platformKeys(fixture.fleet, names: names.address)
        #expect(try await keys.list().isEmpty)
        #expect(try await keys.signing() == nil)
        let made = try await keys.make(.ed25519, actor)
        #expect(made.state == .made && made.recordName == "\(made.key.selector)._domainkey.mail.localhost")
        await #expect(throws: PlatformKeys.Fault.notPublished(found: [])) {
            try await keys.use(made.key.selector, actor)
        }
        names.set(made.recordName, [.txt(["v=DKIM1; k=ed25519; p=AAAA"])])
        await #expect(throws: PlatformKeys.Fault.notPublished(found: ["v=DKIM1; k=ed25519; p=AAAA"])) {
            try await keys.use(made.key.selector, actor)
        }
        names.fail(made.recordName, .silence)
        await #expect(throws: PlatformKeys.Fault.namesUnreachable) { try await keys.use(made.key.selector, actor) }
        await #expect(throws: PlatformKeys.Fault.unknown) { try await keys.use("th0", actor) }
        #expect(try await keys.signing() == nil)

        names.fail(made.recordName, nil)
        names.set(made.recordName, [.txt([made.record])])
        try await keys.use(made.key.selector, actor)
        #expect(try await keys.signing()?.selector == made.key.selector)
        // Another process, which has read nothing yet.
        let other = MailFixture.platformKeys(fixture.fleet)
        #expect(try await other.signing()?.publicText() == made.key.publicText)
        for place in [fixture.one, fixture.two] {
            try await fixture.write(.accountDeleted, from: place)
            try await fixture.work()
            let mail = MailPart(try #require(fixture.server.mails.last).text)
            let field = try #require(mail.field("dkim-signature"))
            #expect(field.contains("d=mail.localhost;") && field.contains("s=\(made.key.selector);"))
        }
        await names.stop()
        await fixture.close()
    }

    @Test("is retired by the one after it; of many the newest are kept, and each step is in the operators' trail")
    func kept() async throws {
        let fleet = try await TestFleet.make()
        let clock = ManualClock(Date())
        let keys = PlatformKeys(
            domain: MailFixture.platformAddress.domain, platform: fleet.platform, keys: fleet.masterKeys,
            check: SenderCheck(resolver: .init(servers: ["127.0.0.1:1"]), spfInclude: nil),
            audit: AuditTrail(identifiers: fleet.identifiers), clock: clock.wallClock)
        var made: [String] = []
        for index in 0..<PlatformKeys.keptMax + 2 {
            made.append(try await keys.make(.ed25519, actor).key.selector)
            clock.advance(bySeconds: 1)
            if index < 2 { try await keys.use(made[index], unseen: true, actor) }
        }
        let list = try await keys.list()
        #expect(list.count == PlatformKeys.keptMax + 1)
        #expect(list.first { $0.state == .signing }?.key.selector == made[1] && !list.contains { $0.state == .retired })
        try await keys.use(made[6], unseen: true, actor)
        #expect(try await keys.list().map(\.state).count { $0 == .signing } == 1)
        #expect(try await keys.signing()?.selector == made[6])
        let entries = try await fleet.admin.single(
            """
            select action from platform.audit_entries where subject_kind = 'mail_key' order by entry_id
            """)
        #expect(try entries.count { try $0.get("action", as: String.self) == "mail_key.use" } == 3)
        #expect(entries.count == made.count + 3)
        await fleet.close()
    }

    @Test("lies sealed under the master key: elsewhere, or without that key, it does not open and no mail leaves bare")
    func sealed() async throws {
        let fixture = try await MailFixture.make()
        let keys = MailFixture.platformKeys(fixture.fleet)
        let made = try await keys.make(.rsa, actor)
        try await keys.use(made.key.selector, unseen: true, actor)
        let secret = try #require(try await keys.signing()).secret
        let row = try await fixture.fleet.admin.single("select private_sealed from platform.mail_keys").only()
        #expect(Data(try row.get("private_sealed", as: [UInt8].self)).range(of: Data(secret.prefix(64))) == nil)
        _ = try await fixture.fleet.admin.single("update platform.mail_keys set master_key_number = 77")
        await #expect(throws: CryptoKitError.self) {
            try await MailFixture.platformKeys(fixture.fleet).signing()
        }
        try await fixture.write(.accountDeleted)
        try await fixture.work()
        #expect(fixture.server.mails.isEmpty)
        await fixture.close()
    }
}
