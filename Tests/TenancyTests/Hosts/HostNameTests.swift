import Foundation
import Testing
import Vocabulary

@testable import Tenancy

@Suite("A host has one spelling")
struct HostNameTests {
    @Test(
        "Case, port, trailing dot, width and Unicode fall together",
        arguments: [
            ("aurelia.localhost", "aurelia.localhost"), ("AURELIA.Localhost", "aurelia.localhost"),
            ("aurelia.localhost:8080", "aurelia.localhost"), ("aurelia.localhost.", "aurelia.localhost"),
            ("aurelia.localhost.:80", "aurelia.localhost"), ("aurelia.localhost:", "aurelia.localhost"),
            ("север.localhost", "xn--b1afb8bb.localhost"), ("СЕВЕР.localhost:8080", "xn--b1afb8bb.localhost"),
            ("XN--B1AFB8BB.localhost", "xn--b1afb8bb.localhost"), ("север。localhost", "xn--b1afb8bb.localhost"),
            ("aurelia.localhost", "aurelia.localhost"), ("bücher.example", "xn--bcher-kva.example"),
            ("bu\u{308}cher.example", "xn--bcher-kva.example"), ("faß.de", "xn--fa-hia.de"),
            ("日の出.jp", "xn--u9jx32h9un.jp"),
            ("localhost", "localhost"), ("a--b.example", "a--b.example"), ("127.0.0.1:8080", "127.0.0.1"),
            ("[::1]:80", "[::1]"),
            ("[2001:DB8::1]", "[2001:db8::1]"),
        ])
    func falls(text: String, ascii: String) {
        #expect(HostName.normalise(text)?.ascii == ascii)
    }

    @Test(
        "What can name no host is refused",
        arguments: [
            "", ".", "..", "a..b", ".a", "a b", "a,b", "a/b", "user@a", "a:99999", "a:8x", "a:80:80", "-a.b", "a-.b",
            "a_b.c", "*.a", "a%41",
            "xn--a", "xn--", "xn--aurelia-.x", "xn--e-xbb", "xn--abc-", "1.2.3", "1.2.3.256", "01.2.3.4", "0x7f.1",
            "a.1", "[::1", "[::1]x", "[x]", "a\u{0}b",
            "a\u{200D}b", "é\u{AD}", "a\tb", "\u{301}a.b", "☃.net", "a\n", "http://a",
            String(repeating: "a", count: 64) + ".b",
            String(repeating: "a.", count: 130) + "b", String(repeating: "й", count: 60) + ".b",
        ])
    func refused(text: String) {
        #expect(HostName.normalise(text) == nil)
    }

    @Test(
        "RFC 3492 §7.1 both ways",
        arguments: [
            ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"), ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
            ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
            ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"), ("パフィーdeルンバ", "de-jg4avhby1noc0d"),
            ("そのスピードで", "d9juau41awczczp"),
        ])
    func punycode(text: String, encoded: String) {
        #expect(Punycode.encode(text) == encoded)
        #expect(Punycode.decode(encoded) == text)
    }

    @Test("Whatever is accepted is its own spelling, in any case, with a port and a dot, and as Unicode")
    func property() {
        var generator = SeededGenerator(seed: 2026)
        let signs = Array("abcxyz019-.-.:.[]_ %é߳йСデ中ع\u{301}\u{200D}A。xn--")
        var accepted = 0
        for _ in 0..<20_000 {
            let length = Int.random(in: 1...14, using: &generator)
            let text = String((0..<length).compactMap { _ in signs.randomElement(using: &generator) })
            guard let name = HostName.normalise(text) else { continue }
            accepted += 1
            #expect(name.ascii.utf8.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) }, "\(text)")
            #expect(HostName.normalise(name.ascii) == name, "\(text)")
            #expect(HostName.normalise(name.ascii.uppercased() + ":443") == name, "\(text)")
            #expect(HostName.normalise(name.unicode) == name, "\(text)")
            if !name.isAddress { #expect(HostName.normalise(name.ascii + ".") == name, "\(text)") }
        }
        #expect(accepted > 1000)
    }

    @Test("The short way for plain names and the long way agree")
    func shortWay() {
        var generator = SeededGenerator(seed: 11)
        let signs = Array("ab1-.xn")
        var plain = 0
        for _ in 0..<20_000 {
            let length = Int.random(in: 1...12, using: &generator)
            let text = String((0..<length).compactMap { _ in signs.randomElement(using: &generator) })
            guard HostName.isPlain(text.utf8) else { continue }
            plain += 1
            // A capital takes the long way.
            #expect(HostName.normalise(text.uppercased())?.ascii == text)
        }
        #expect(plain > 1000)
    }

    @Test("Random labels of letters survive the way there and back")
    func punycodeProperty() {
        var generator = SeededGenerator(seed: 3492)
        let letters = Array("abc09-éüйяعدの出中🧭ßम")
        for _ in 0..<5000 {
            let text = String(
                (0..<Int.random(in: 1...20, using: &generator)).compactMap { _ in
                    letters.randomElement(using: &generator)
                })
            #expect(Punycode.encode(text).flatMap(Punycode.decode) == text)
        }
    }

    @Test("Garbage is decoded to nothing or to something that encodes back")
    func punycodeGarbage() {
        var generator = SeededGenerator(seed: 7)
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789-")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...24, using: &generator)).compactMap { _ in
                    letters.randomElement(using: &generator)
                })
            if let label = HostLabel.ascii("xn--" + text) {
                #expect(HostLabel.ascii(HostLabel.unicode(label)) == label)
            }
        }
    }
}
