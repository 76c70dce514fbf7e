import Outbound
import Testing

@testable import Tenancy

@Suite("Hosts that may be claimed")
struct DomainRulesTests {
    private let rules: DomainRules

    init() throws {
        rules = DomainRules(platformHosts: [try #require(HostName.normalise("app.travelhub.example"))])
    }

    @Test(
        "One spelling of each, whatever script it is typed in",
        arguments: [
            ("www.example.com", "www.example.com"), ("WWW.Example.COM.", "www.example.com"),
            ("reisen.müller.de", "reisen.xn--mller-kva.de"), ("Reisen.MÜLLER.de", "reisen.xn--mller-kva.de"),
            ("reisen.mu\u{308}ller.de", "reisen.xn--mller-kva.de"), ("путешествия.рф", "xn--b1afan5aoede6cwe.xn--p1ai"),
            ("ホテル.日本語.jp", nil), ("日の出.jp", "xn--u9jx32h9un.jp"), ("ｗｗｗ.example.com", "www.example.com"),
            ("example.co.uk", "example.co.uk"),
        ] as [(String, String?)])
    func normal(text: String, ascii: String?) throws {
        let host = try rules.host(text)
        if let ascii { #expect(host.ascii == ascii) }
        #expect(HostName.normalise(host.ascii) == host)
    }

    @Test(
        "What is no host name is refused as such",
        arguments: [
            "", " ", "a b.com", "http://example.com", "example.com/", "example.com:8080", "user@example.com", "1.2.3.4",
            "[::1]", "127.1", "0x7f.1", "*.example.com", "_dmarc.example.com", "-x.com", "x..com", ".com.",
            "xn--a.com", String(repeating: "a", count: 64) + ".com",
            (0..<60).map { _ in "abc" }.joined(separator: ".") + ".com", "ex%61mple.com", "example.com?x",
            "a.com,b.com",
        ])
    func malformed(text: String) { #expect(throws: DomainError.malformed) { try rules.host(text) } }

    @Test(
        "What is the platform's, a registry's, or nobody's on the Internet is reserved",
        arguments: [
            "localhost", "x.localhost", "aurelia.localhost", "printer.local", "x.internal", "x.home.arpa", "x.invalid",
            "abc.onion", "com", "co.uk", "github.io", "app.travelhub.example", "x.app.travelhub.example",
            "APP.travelhub.EXAMPLE.", "intranet",
        ])
    func reserved(text: String) {
        #expect {
            try rules.host(text)
        } throws: { error in
            if case DomainError.reserved = error { true } else { false }
        }
    }

    @Test(
        "What people would take for another is refused: scripts mixed in a label, the platform in other letters",
        arguments: ["pаypal.com", "аpple.com", "googlе.com", "app.travеlhub.example", "αpp.example.com"])
    func lookAlikes(text: String) {
        #expect {
            try rules.host(text)
        } throws: { error in
            if case DomainError.lookAlike = error { true } else { false }
        }
    }

    @Test("An apex is told from what is below it, and its counterpart is named")
    func apex() throws {
        func host(_ text: String) throws -> HostName { try #require(HostName.normalise(text)) }
        #expect(RegistrableDomain.isApex(try host("example.co.uk")))
        #expect(!RegistrableDomain.isApex(try host("www.example.co.uk")))
        #expect(RegistrableDomain.counterpart(of: try host("example.co.uk"))?.ascii == "www.example.co.uk")
        #expect(RegistrableDomain.counterpart(of: try host("www.example.com"))?.ascii == "example.com")
        #expect(RegistrableDomain.counterpart(of: try host("reisen.example.com")) == nil)
        #expect(RegistrableDomain.counterpart(of: try host("xn--mller-kva.de"))?.ascii == "www.xn--mller-kva.de")
    }

    @Test("Targets are one host and addresses, and nothing else")
    func targets() throws {
        let targets = try #require(DomainTargets("edge.example.com, 192.0.2.7,2001:db8::7"))
        #expect(targets.host?.ascii == "edge.example.com" && targets.addresses.count == 2)
        #expect(DomainTargets("")?.isEmpty == true)
        for text in ["a.example,b.example", "127.1", "http://x", "1.2.3.4.5"] {
            #expect(DomainTargets(text) == nil, "\(text)")
        }
    }
}
