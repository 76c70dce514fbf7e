import Bookings
import Foundation
import Inventory
import Localization
import Postgres
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Papers

@Suite("A printed paper")
struct PrintTests {
    private static let press = PrintPaper(press: PaperPress())

    private static func printed(_ paper: IssuedPaper, _ profile: TenantProfile, _ locale: LocaleTag) async throws
        -> [UInt8]
    {
        try await press.issued(paper, of: profile, in: locale)
    }

    @Test("is text in the reader's language, says so, and is the same bytes each time", arguments: PaperSamples.locales)
    func languages(_ locale: LocaleTag) async throws {
        let profile = try PaperSamples.profile(try #require(PaperSamples.partners[locale.description]))
        let words = profile.translator(locale)
        let content = try PaperSamples.invoice(profile)
        let invoice = PaperSamples.paper(content, PaperSamples.buyer("Müller GmbH"))
        let note = PaperSamples.paper(
            content.credited(.init(of: invoice, penalty: Money(minor: 100, content.currency)), paid: []), nil,
            kind: .creditNote)
        let next = PaperNumber(kind: .invoice, year: 2026, number: 18)
        let corrected = PaperSamples.paper(
            content.credited(.init(of: invoice, penalty: .zero(content.currency), replacement: next)), nil,
            kind: .creditNote)
        let correcting = PaperSamples.paper(content.correcting(invoice, by: corrected.number), nil)
        for (paper, named) in [(corrected, next), (correcting, corrected.number)] {
            let text = try await PrintedText.of(try await Self.printed(paper, profile, locale))
            #expect(text.contains(named.description) && text.contains(invoice.number.description), "\(text)")
        }
        for paper in [invoice, note, corrected, correcting] {
            let bytes = try await Self.printed(paper, profile, locale)
            #expect(try await Self.printed(paper, profile, locale) == bytes)
            let raw = String(decoding: bytes, as: UTF8.self)
            #expect(raw.hasPrefix("%PDF-1.") && raw.contains("/Lang (\(locale))"))
            #expect(
                raw.contains(
                    locale == .english ? "/Direction /L2R" : locale.direction == .rightToLeft ? "/R2L" : "/L2R"))
            let text = try await PrintedText.of(bytes)
            #expect(text.contains(paper.number.description) && text.contains("K7QX2M9B"))
            #expect(!text.contains("⟦") && !text.contains("{"))
            // Arabic is read back in forms of presentation, which are no letters of the words.
            if locale.direction == .leftToRight { #expect(text.contains(words("paper.\(paper.kind.rawValue)"))) }
        }
        let sheet = PaperWords(profile, locale).invoice(invoice)
        #expect(sheet.table?.rows.contains { $0.text.contains(words.formats.percent(basisPoints: 1_000)) } == true)
    }

    @Test(
        "shows foreign text as text, whatever it looks like", arguments: PaperSamples.locales,
        [
            "<b>Bold</b> & <span font='90'>big</span>", "A\u{0}B\u{7}C", "\u{202E}gnp.exe\u{202C}",
            "\u{2066}\u{2067}iso\u{2069}", String(repeating: "Wide name ", count: 60),
            String(repeating: "x", count: 900), "e" + String(repeating: "\u{301}", count: 250), "\u{FFFF}\u{FEFF}",
        ])
    func hostile(_ locale: LocaleTag, _ name: String) async throws {
        let profile = try PaperSamples.profile(try #require(PaperSamples.partners[locale.description]))
        let content = try PaperSamples.invoice(profile, hotel: name, rooms: 9)
        let buyer = PaperBuyer(name: name, .init(company: name, taxNumber: name, address: name + "\n" + name))
        let bytes = try await Self.printed(PaperSamples.paper(content, buyer), profile, locale)
        let text = try await PrintedText.of(bytes)
        #expect(text.contains("INV-2026-000017"))
        #expect(!text.contains("\u{202E}gnp"))
        if name.hasPrefix("<b>"), locale.direction == .leftToRight {
            #expect(text.contains("<b>Bold</b> & <span font='90'>big</span>"))
        }
        if name.hasPrefix("A\u{0}") { #expect(text.contains("A B C")) }
    }

    @Test("says what was paid and what is not, and its day is that of the last payment")
    func receipts() async throws {
        let profile = try PaperSamples.profile("aurelia")
        let stay = try PaperSamples.stay()
        let booking = try PaperSamples.booking(stay)
        let german = try #require(LocaleTag("de"))
        let unpaid = ReceiptContent(booking, paid: [], of: profile.definition)
        let bare = try await PrintedText.of(
            try await Self.press.receipt(unpaid, for: "Ada Lovelace", of: profile, in: german))
        #expect(bare.contains("Sie zahlen im Hotel") && bare.contains("Ada Lovelace"))
        let total = profile.translator(german).formats.money(stay.price.total).replacing("\u{A0}", with: " ")
        #expect(bare.replacing("\u{A0}", with: " ").contains(total), "\(bare)")
        let later = PaperSamples.instant.addingTimeInterval(200_000)
        let paid = ReceiptContent(
            booking,
            paid: [
                PaidLine(
                    kind: .payment, amount: .init(minor: 9_000, .eur), at: PaperSamples.instant, method: "Visa 42"),
                PaidLine(kind: .refund, amount: .init(minor: 2_500, .eur), at: later, method: "Visa 42"),
            ], of: profile.definition)
        #expect(paid.date == later && paid.paid.kept(.eur).minor == 6_500)
        let text = try await PrintedText.of(
            try await Self.press.receipt(paid, for: "Ada Lovelace", of: profile, in: german))
        for part in ["90,00", "-25,00", "65,00", "Visa 42", "20. November 2026"] {
            #expect(text.contains(part), "\(part)")
        }
        #expect(!text.contains("nichts im Voraus"))
    }

    @Test("does not change with the partner's own names, only with its looks")
    func frozen() async throws {
        try await TwoDesks.with { desks in
            for shop in desks.both {
                let found = try await shop.booking()
                try await shop.issue(found)
                let paper = try await shop.papers.desk.paper(
                    .invoice, nil, of: found.booking.id, key: shop.key, in: shop.scope)
                let bytes = try await Self.printed(paper, shop.profile, .english)
                _ = try await shop.scope.run("update hotel_charges set value = 1900")
                let again = try await shop.papers.desk.paper(
                    .invoice, nil, of: found.booking.id, key: shop.key, in: shop.scope)
                #expect(try await Self.printed(again, shop.profile, .english) == bytes)
                #expect(paper.content.price.charges.first?.rate?.value == 1_000)
                // Nor does what stands in the catalogue now become the rate of what was agreed.
                let other = try await shop.booking()
                #expect(try await shop.issue(other).content.price.charges.first?.rate?.value == 1_000)
            }
        }
    }

    @Test("is refused rather than kept waiting for long, when too many are asked for at once")
    func bounded() async throws {
        let profile = try PaperSamples.profile("hinode")
        let sheet = PaperWords(profile, try #require(LocaleTag("ja"))).invoice(
            PaperSamples.paper(try PaperSamples.invoice(profile, rooms: 9), nil))
        let press = PaperPress()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<(PaperPress.papersMax * 3) {
                group.addTask {
                    do {
                        return try await !press.print(sheet, kind: "invoice").isEmpty
                    } catch {
                        #expect(error as? PaperError == .busy)
                        return false
                    }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } >= PaperPress.papersMax && outcomes.contains(false))
        #expect(try await !press.print(sheet, kind: "invoice").isEmpty)
    }
}
