import Crypto
import CryptoExtras
import Foundation
import Jobs
import NameLookup
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Messaging

@Suite("A partner's own sender")
struct SenderTests {
    private let author = SenderDesk.Author(actor: "account:test")

    private func desk(
        _ fixture: MailFixture, _ names: TestNameServer, _ clock: WallClock = .system
    ) throws -> SenderDesk {
        var limits = NameLookupLimits()
        limits.tryMilliseconds = 200
        limits.triesMax = 1
        return SenderDesk(
            check: SenderCheck(
                resolver: NameResolver(servers: [names.address], limits: limits),
                spfInclude: DomainName("_spf.travelhub.example")),
            audit: AuditTrail(identifiers: fixture.fleet.identifiers),
            outbox: Outbox(identifiers: fixture.fleet.identifiers), clock: clock)
    }

    /// Chooses an address and makes a key for it.
    private func choose(
        _ address: String, of partner: TestPartner, _ desk: SenderDesk, _ fixture: MailFixture
    ) async throws -> ChosenSender.PublishedKey {
        let scope = fixture.scope(partner)
        _ = try await desk.put(try #require(MailAddress(address)), partner.word, nil, author, in: scope)
        let key = try await fixture.fleet.dataKeys.key(of: partner.entry.id)
        return try #require(try await desk.makeKey(.ed25519, key, author, in: scope)?.dkim)
    }

    private func publish(_ key: ChosenSender.PublishedKey, at domain: String, _ names: TestNameServer) {
        names.set("\(key.selector)._domainkey.\(domain)", [.txt([SenderCheck.dkimRecord(key)])])
    }

    private func from(_ fixture: MailFixture, _ partner: TestPartner) async throws -> String {
        try await fixture.write(.accountDeleted, from: partner)
        try await fixture.work()
        return MailPart(try #require(fixture.server.mails.last).text).field("from") ?? ""
    }

    private func verdicts(_ report: SenderCheck.Report?) -> [SenderCheck.Verdict] {
        report?.findings.map(\.verdict) ?? []
    }

    @Test("stands in From once its domain publishes the key, until then answers go there; the mail is signed")
    func proven() async throws {
        let fixture = try await MailFixture.make()
        let names = try await TestNameServer.start()
        let (desk, scope) = (try desk(fixture, names), fixture.scope(fixture.one))
        let address = try #require(MailAddress("hello@aurelia-mail.example"))
        #expect(try await desk.check(author, in: scope) == nil)
        _ = try await desk.put(address, "Aurelia", nil, author, in: scope)
        try await fixture.write(.accountDeleted)
        try await fixture.work()
        var mail = MailPart(try #require(fixture.server.mails.last).text)
        #expect(mail.field("from")?.contains("no-reply@mail.localhost") == true)
        #expect(mail.field("reply-to") == "hello@aurelia-mail.example" && mail.field("dkim-signature") == nil)

        let key = try await fixture.fleet.dataKeys.key(of: fixture.one.entry.id)
        let chosen = try #require(try await desk.makeKey(.ed25519, key, author, in: scope))
        let published = try #require(chosen.dkim)
        #expect(verdicts(try await desk.check(author, in: scope)) == [.missing, .missing, .missing])
        names.set("aurelia-mail.example", [.txt(["v=spf1 mx -all"]), .txt(["other"])])
        names.set("\(published.selector)._domainkey.aurelia-mail.example", [.txt([SenderCheck.dkimRecord(published)])])
        names.set("_dmarc.aurelia-mail.example", [.txt(["v=DMARC1; p=none"])])
        let report = try await desk.check(author, in: scope)
        #expect(verdicts(report) == [.wrong, .right, .weak] && report?.isProven == true)
        try await fixture.write(.accountDeleted)
        try await fixture.work()
        mail = MailPart(try #require(fixture.server.mails.last).text)
        #expect(mail.field("from") == "\"Aurelia\" <hello@aurelia-mail.example>")
        #expect(mail.field("dkim-signature")?.contains("d=aurelia-mail.example;") == true)
        #expect(mail.field("message-id")?.hasSuffix("@aurelia-mail.example>") == true)

        #expect(try await from(fixture, fixture.two).contains("no-reply@mail.localhost"))
        let steps: Int = try await fixture.fleet.admin.single(
            "select count(*) as steps from shared.audit_entries where action like 'mail.sender%'"
        ).only().get("steps")
        #expect(steps == 4)
        await names.stop()
        await fixture.close()
    }

    @Test(
        "is not proven by what another partner's domain publishes: neither its SPF record nor its key",
        arguments: [true, false])
    func twoPartnersOneDomain(_ isFirst: Bool) async throws {
        let fixture = try await MailFixture.make()
        let names = try await TestNameServer.start()
        let desk = try desk(fixture, names)
        let (owner, other) = isFirst ? (fixture.one, fixture.two) : (fixture.two, fixture.one)
        let (mine, theirs) = (
            try await choose("hello@shared.example", of: owner, desk, fixture),
            try await choose("x@shared.example", of: other, desk, fixture)
        )
        #expect(mine.selector != theirs.selector)
        names.set("shared.example", [.txt(["v=spf1 include:_spf.travelhub.example ~all"])])
        names.set("_dmarc.shared.example", [.txt(["v=DMARC1; p=reject"])])
        for partner in [owner, other] {
            let report = try await desk.check(author, in: fixture.scope(partner))
            #expect(verdicts(report) == [.right, .missing, .right] && report?.isProven == false)
        }
        publish(mine, at: "shared.example", names)
        #expect(try await desk.check(author, in: fixture.scope(owner))?.isProven == true)
        #expect(try await desk.check(author, in: fixture.scope(other))?.isProven == false)
        // The owner's key under the other's name is none of the other's.
        names.set("\(theirs.selector)._domainkey.shared.example", [.txt([SenderCheck.dkimRecord(mine)])])
        let report = try await desk.check(author, in: fixture.scope(other))
        #expect(verdicts(report) == [.right, .wrong, .right] && report?.isProven == false)
        #expect(try await from(fixture, owner).contains("hello@shared.example"))
        #expect(try await from(fixture, other).contains("no-reply@mail.localhost"))
        // One domain may be of two partners, once it publishes both their keys.
        publish(theirs, at: "shared.example", names)
        #expect(try await desk.check(author, in: fixture.scope(other))?.isProven == true)
        #expect(try await from(fixture, other).contains("x@shared.example"))
        await names.stop()
        await fixture.close()
    }

    @Test("of another domain has to prove itself anew, by a key of its own; silent name servers change nothing")
    func proofIsOfOneDomain() async throws {
        let fixture = try await MailFixture.make()
        let names = try await TestNameServer.start()
        let (desk, scope, book) = (try desk(fixture, names), fixture.scope(fixture.one), fixture.book)
        let key = try await choose("x@a.example", of: fixture.one, desk, fixture)
        publish(key, at: "a.example", names)
        #expect(try await desk.check(author, in: scope)?.isProven == true)
        for name in ["a.example", "_dmarc.a.example", "\(key.selector)._domainkey.a.example"] {
            names.fail(name, .silence)
        }
        let report = try await desk.check(author, in: scope)
        #expect(verdicts(report) == [.unknown, .unknown, .unknown] && report?.isProven == true)
        #expect(try await book.chosen(in: scope)?.isProven == true)
        _ = try await desk.put(try #require(MailAddress("y@a.example")), "A", nil, author, in: scope)
        let moved = try await book.chosen(in: scope)
        #expect(moved?.isProven == true && moved?.dkim == key)
        // The old key under the new domain would prove it, were it kept.
        publish(key, at: "b.example", names)
        let other = try await desk.put(try #require(MailAddress("y@b.example")), "A", nil, author, in: scope)
        #expect(!other.isProven && other.dkim == nil && other.checkedAt == nil && other.nextCheckAt == nil)
        #expect(try await desk.check(author, in: scope)?.isProven == false)
        #expect(try await from(fixture, fixture.one).contains("no-reply@mail.localhost"))
        #expect(try await book.chosen(in: fixture.scope(fixture.two)) == nil)
        await names.stop()
        await fixture.close()
    }

    @Test("is told what is wrong with each record")
    func verdicts() async throws {
        let fixture = try await MailFixture.make()
        let names = try await TestNameServer.start()
        let (desk, scope) = (try desk(fixture, names), fixture.scope(fixture.one))
        _ = try await desk.put(try #require(MailAddress("x@mail.a.example")), "A", nil, author, in: scope)
        let spf: [(String, SenderCheck.Verdict)] = [
            ("v=spf1 include:_spf.travelhub.example -all", .right), ("v=spf1 +all", .weak),
            ("v=spf1 include:_spf.travelhub.example.evil.example -all", .wrong), ("v=spf10 -all", .missing),
        ]
        for (record, verdict) in spf {
            names.set("mail.a.example", [.txt([record])])
            #expect(try await desk.check(author, in: scope)?.findings.first?.verdict == verdict, "\(record)")
        }
        names.set("mail.a.example", [.txt(["v=spf1 -all"]), .txt(["v=spf1 ~all"])])
        #expect(try await desk.check(author, in: scope)?.findings.first?.verdict == .several)
        // The policy of the domain above holds for those below it.
        names.set("_dmarc.a.example", [.txt(["v=DMARC1; p=reject"])])
        #expect(try await desk.check(author, in: scope)?.findings.last?.verdict == .right)
        names.set("_dmarc.mail.a.example", [.txt(["v=DMARC1; rua=mailto:x@a.example"])])
        #expect(try await desk.check(author, in: scope)?.findings.last?.verdict == .wrong)
        await names.stop()
        await fixture.close()
    }

    @Test("signs so that a change of body or header is seen", arguments: DKIMKey.Algorithm.allCases)
    func signature(_ algorithm: DKIMKey.Algorithm) throws {
        let key = try DKIMKey.make(algorithm, selector: "th1")
        let domain = try #require(HostName.normalise("a.example"))
        let mail =
            "From: A <x@a.example>\r\nSubject:  two   spaces \r\n folded\r\nDate: now\r\n\r\nBody  line \r\n\r\n\r\n"
        let signed = try DKIMSignature.sign(mail, with: key, domain: domain, at: Date(timeIntervalSince1970: 1))
        #expect(signed.hasSuffix(mail) && signed.hasPrefix("DKIM-Signature: v=1;"))
        let field = MailPart(signed).field("dkim-signature") ?? ""
        // RFC 6376, 3.4.4: trailing empty lines and runs of white space do not count.
        let bodyHash = Data(SHA256.hash(data: Data("Body line\r\n".utf8))).base64EncodedString()
        #expect(field.contains("bh=\(bodyHash);"))
        let marker = try #require(field.range(of: "; b="))
        let value = field[marker.upperBound...].filter { !$0.isWhitespace }
        let own = "dkim-signature:" + field[..<marker.upperBound].split(separator: " ").joined(separator: " ")
        let covered = "from:A <x@a.example>\r\nsubject:two spaces folded\r\ndate:now\r\n" + own
        let digest = SHA256.hash(data: Data(covered.utf8))
        let bytes = try #require(Data(base64Encoded: String(value)))
        let published = try #require(Data(base64Encoded: try key.publicText()))
        switch algorithm {
        case .rsa:
            let isValid = try _RSA.Signing.PublicKey(derRepresentation: published).isValidSignature(
                .init(rawRepresentation: bytes), for: digest, padding: .insecurePKCS1v1_5)
            #expect(isValid)
        case .ed25519:
            let isValid = try Curve25519.Signing.PublicKey(rawRepresentation: published)
                .isValidSignature(bytes, for: Data(digest))
            #expect(isValid)
        }
    }
}
