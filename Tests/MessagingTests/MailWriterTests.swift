import Foundation
import TestSupport
import Testing

@testable import Messaging

@Suite("A written mail")
struct MailWriterTests {
    private func envelope(name: String?, unsubscribe: String? = nil) throws -> Envelope {
        Envelope(
            messageID: "0123456789abcdef.x.y@example.com", date: Date(timeIntervalSince1970: 1_780_315_209),
            sender: try #require(MailAddress("site@example.com")), senderName: "Aurélia, Reisen",
            replyTo: MailAddress("help@example.com"),
            recipient: MailRecipient(try #require(MailAddress("ada@example.com")), name: name), language: "de",
            unsubscribeURL: unsubscribe)
    }

    private let letter = Letter(
        subject: "Buchung bestätigt",
        text: "Guten Tag,\n.\nFrom here on =20 ü\ntrailing \n" + String(repeating: "x", count: 300),
        html: "<p>Größe</p>",
        attachments: [.init(fileName: "booking.ics", type: "text/calendar; charset=utf-8", bytes: [1, 2, 255])])

    @Test("is read back part by part as it was composed")
    func roundTrip() throws {
        let text = MailWriter.write(letter, try envelope(name: "Zoë"))
        let mail = MailPart(text)
        #expect(mail.type == "multipart/mixed")
        #expect(
            mail.all.map(\.type) == [
                "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
            ])
        #expect(mail.all[2].text.trimmingCharacters(in: .newlines) == letter.text)
        #expect(mail.all[3].text.trimmingCharacters(in: .newlines) == letter.html)
        #expect(mail.all[4].bytes == [1, 2, 255] && mail.all[4].fileName == "booking.ics")
        #expect(MailPart.decodeWords(mail.field("subject") ?? "") == letter.subject)
        #expect(MailPart.decodeWords(mail.field("from") ?? "") == "Aurélia, Reisen <site@example.com>")
        #expect(mail.field("auto-submitted") == "auto-generated" && mail.field("list-unsubscribe") == nil)
    }

    @Test("has no line longer than 78 octets, no bare line end and nothing but ASCII")
    func lines() throws {
        let text = MailWriter.write(letter, try envelope(name: "Zoë"))
        for line in text.components(separatedBy: "\r\n") {
            #expect(line.utf8.count <= 78 && !line.utf8.contains(0x0A) && !line.utf8.contains(0x0D), "\(line)")
            #expect(line.utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test("has one of each header, whatever the name says", arguments: HeaderTests.hostile)
    func hostileNames(_ name: String) throws {
        let mail = MailPart(MailWriter.write(letter, try envelope(name: name)))
        for field in ["from", "to", "subject", "message-id", "date", "mime-version", "content-type"] {
            #expect(mail.fields.count { $0.name == field } == 1, "\(field)")
        }
        #expect(mail.field("bcc") == nil && mail.field("x") == nil)
        #expect(mail.field("to")?.hasSuffix("<ada@example.com>") == true)
    }

    @Test("carries the one-click way out where it needs consent")
    func unsubscribe() throws {
        let url = "https://example.com/unsubscribe/" + String(repeating: "t", count: 100)
        let mail = MailPart(MailWriter.write(letter, try envelope(name: nil, unsubscribe: url)))
        #expect(mail.field("list-unsubscribe") == "<\(url)>")
        #expect(mail.field("list-unsubscribe-post") == "List-Unsubscribe=One-Click")
    }
}

@Suite("A calendar file")
struct CalendarFileTests {
    private func file(hotel: String = "Hotel Ritz", isCancelled: Bool = false) -> CalendarFile {
        CalendarFile(
            stay: Letters.booking(hotel: hotel), name: "aurelia.example", summary: "Stay at \(hotel)",
            leaveSummary: "Leave", description: "Line one\nLine; two, \\ three",
            url: "https://aurelia.example/de/manage",
            isCancelled: isCancelled, stamp: Date(timeIntervalSince1970: 1_780_315_209))
    }

    private func unfolded(_ file: CalendarFile) -> [String] {
        String(decoding: file.bytes, as: UTF8.self).replacingOccurrences(of: "\r\n ", with: "")
            .components(separatedBy: "\r\n")
    }

    @Test("has the nights as days and the hour of leaving as an instant")
    func times() {
        let lines = unfolded(file())
        #expect(lines.contains("DTSTART;VALUE=DATE:20260612") && lines.contains("DTEND;VALUE=DATE:20260615"))
        // Eleven in Cairo, which has summer time again: eight in UTC.
        #expect(lines.contains("DTSTART:20260615T080000Z") && lines.contains("DTSTAMP:20260601T120009Z"))
        #expect(lines.count { $0 == "BEGIN:VEVENT" } == 2 && lines.count { $0 == "STATUS:CONFIRMED" } == 2)
        #expect(unfolded(file(isCancelled: true)).count { $0 == "STATUS:CANCELLED" } == 2)
        #expect(lines.contains("SEQUENCE:2"))
    }

    @Test("folds at 75 octets between scalars, and lets no value begin a property", arguments: HeaderTests.hostile)
    func folding(_ hotel: String) {
        let text = String(decoding: file(hotel: hotel).bytes, as: UTF8.self)
        for line in text.components(separatedBy: "\r\n") {
            #expect(line.utf8.count <= 75, "\(line)")
            #expect(!line.utf8.contains(0x0A) && !line.utf8.contains(0x0D) && !line.contains("\u{FFFD}"))
        }
        let known: Set = [
            "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND",
            "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "STATUS", "TRANSP",
        ]
        for line in unfolded(file(hotel: hotel)).dropLast() {
            #expect(known.contains(String(line.prefix { $0 != ":" && $0 != ";" })), "\(line)")
        }
    }

    @Test("escapes what the format gives a meaning")
    func escapes() {
        #expect(unfolded(file()).contains("DESCRIPTION:Line one\\nLine\\; two\\, \\\\ three"))
    }
}
