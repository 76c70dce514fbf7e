import Foundation
import Localization
import Tenancy
import Testing

@testable import Messaging

@Suite("Header fields")
struct HeaderTests {
    static let hostile = [
        "Ada\r\nBcc: all@evil.example", "Ada\nX: y", "Ada\r X", "Ada\u{2028}Bcc: x", "Ada\u{85}Bcc: x", "Ada\u{0}b",
        "=?utf-8?B?QmNj?=", "\"quoted\" \\ back", "=HYPERLINK(\"http://evil.example\")", "<script>alert(1)</script>",
        "\u{202E}moc.live@ada", "\u{2066}a\u{2069}", "Zoë 太郎 🧳👩‍👩‍👧 عائشة", String(repeating: "é", count: 299),
        String(repeating: "a", count: 299), "a\u{301}\u{301}\u{301}",
    ]

    @Test("No value ends its line, and every value is read back as it was cleaned", arguments: HeaderTests.hostile)
    func values(_ value: String) throws {
        let address = try #require(MailAddress("ada@example.com"))
        for field in [
            HeaderField.text("Subject", PlainLine.clean(value)),
            HeaderField.mailbox("To", address, display: PlainLine.clean(value)),
        ] {
            let lines = field.components(separatedBy: "\r\n").dropLast()
            #expect(lines.dropFirst().allSatisfy { $0.hasPrefix(" ") }, "\(field)")
            #expect(lines.allSatisfy { $0.utf8.count <= 78 }, "\(field)")
            #expect(field.utf8.allSatisfy { $0 == 0x0D || $0 == 0x0A || (0x20..<0x7F).contains($0) })
        }
        let mail = MailPart(HeaderField.text("Subject", PlainLine.clean(value)) + "\r\n")
        #expect(MailPart.decodeWords(mail.field("subject") ?? "") == PlainLine.clean(value))
    }

    @Test("What turns text around or hides in it is gone, letters and emoji of several scalars stay")
    func cleaning() {
        #expect(PlainLine.clean("\u{202E}evil\u{2066}x\u{2069}\u{200B}\u{FEFF}") == "evilx")
        #expect(PlainLine.clean(" a \t\r\n b\u{0}c ") == "a b c")
        #expect(PlainLine.clean("👩‍👩‍👧 می‌خواهم") == "👩‍👩‍👧 می‌خواهم")
    }

    @Test("A name that runs against the sentence is set apart, one that runs with it is not")
    func isolation() {
        #expect(PlainLine.isolated("عائشة", in: .leftToRight) == "\u{2068}عائشة\u{2069}")
        #expect(PlainLine.isolated("Ada", in: .leftToRight) == "Ada")
        #expect(PlainLine.isolated("Ada", in: .rightToLeft) == "\u{2068}Ada\u{2069}")
        #expect(PlainLine.isolated("عائشة", in: .rightToLeft) == "عائشة")
    }

    @Test("Dates are RFC 5322's, in UTC")
    func dates() {
        #expect(
            HeaderField.date(Date(timeIntervalSince1970: 1_780_315_209)) == "Mon, 01 Jun 2026 12:00:09 +0000")
        #expect(HeaderField.date(Date(timeIntervalSince1970: 951_782_399)) == "Mon, 28 Feb 2000 23:59:59 +0000")
    }
}

@Suite("Addresses")
struct MailAddressTests {
    @Test("are taken with letters of any script, and spelled for the wire")
    func right() throws {
        #expect(try #require(MailAddress(" Ada.Lovelace+x@Example.COM ")).description == "Ada.Lovelace+x@example.com")
        #expect(try #require(MailAddress("почта@пример.рф")).domain.ascii == "xn--e1afmkfd.xn--p1ai")
        #expect(try #require(MailAddress("ada@example.com")).masked == "a•••@e•••.com")
    }

    @Test(
        "are refused where they could be two, or end a line",
        arguments: [
            "", "ada", "ada@", "@example.com", "a@b@example.com", "ada@localhost", "ada@127.0.0.1", "ada@[::1].x",
            "a b@example.com", "ada@example.com\r\nRCPT TO:<x@evil.example>", "ada\u{0}@example.com",
            "<ada@example.com>",
            "ada@example.com>", "ada@example.com:25", ".ada@example.com", "a..b@example.com", "a,b@example.com",
            "\"a\"@example.com", "ada@-x.example", "\u{202E}a@example.com",
            String(repeating: "a", count: 65) + "@example.com",
        ])
    func wrong(_ text: String) { #expect(MailAddress(text) == nil) }
}
