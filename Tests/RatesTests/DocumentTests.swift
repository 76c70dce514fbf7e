import Foundation
import Pricing
import Rates
import Testing
import Vocabulary

@Suite("Documents of the ECB's rates")
struct DocumentTests {
    private static let today = CalendarDate("2026-11-26")!

    private static func faults(_ text: String) -> [RateFault.Kind] {
        do throws(RateFaults) {
            _ = try RateDocument(ecb: Array(text.utf8), today: today)
            return []
        } catch { return error.faults.map(\.kind) }
    }

    @Test("a day is read with its rates, exact to the last decimal, and says which currencies it left out")
    func daily() throws {
        let text = ECB.document([("2026-11-25", [("USD", "1.0843"), ("JPY", "164.95"), ("XQX", "3.1"), ("EUR", "1")])])
        let document = try RateDocument(ecb: Array(text.utf8), today: Self.today)
        let day = try #require(document.days.first)
        #expect(document.days.count == 1 && day.date == CalendarDate("2026-11-25"))
        #expect(day.perEuro.mapValues(\.description) == [.usd: "1.0843", .jpy: "164.95"])
        #expect(day[.eur]?.description == "1")
        #expect(document.unknown == ["XQX"])
    }

    @Test("a file of many days gives them all, the oldest first")
    func history() throws {
        let text = ECB.document([
            ("2026-11-25", [("USD", "1.08")]), ("2026-11-24", [("USD", "1.07"), ("GBP", "0.88")]),
            ("2026-11-23", [("USD", "1.06")]),
        ])
        let document = try RateDocument(ecb: Array(text.utf8), today: Self.today)
        #expect(document.days.map { $0.date.description } == ["2026-11-23", "2026-11-24", "2026-11-25"])
        #expect(document.days.map { $0[.usd]?.description } == ["1.06", "1.07", "1.08"])
    }

    @Test(
        "one fault refuses all of it, by its kind",
        arguments: [
            ([("2026-11-27", [("USD", "1.08")])], RateFault.Kind.dateFuture),
            ([("2026-02-30", [("USD", "1.08")])], .dateForm), ([("25.11.2026", [("USD", "1.08")])], .dateForm),
            ([("2026-11-25", [])], .dateEmpty),
            ([("2026-11-25", [("USD", "1.08")]), ("2026-11-25", [("USD", "1.08")])], .dateDoubled),
            ([("2026-11-25", [("USD", "1.08"), ("USD", "1.09")])], .currencyDoubled),
            ([("2026-11-25", [("usd", "1.08")])], .currencyForm), ([("2026-11-25", [("US", "1.08")])], .currencyForm),
            ([("2026-11-25", [("USD", "-1.08")])], .rateForm), ([("2026-11-25", [("USD", "1e3")])], .rateForm),
            ([("2026-11-25", [("USD", "1,08")])], .rateForm), ([("2026-11-25", [("USD", "NaN")])], .rateForm),
            ([("2026-11-25", [("USD", "")])], .rateForm), ([("2026-11-25", [("USD", " 1.08")])], .rateForm),
            ([("2026-11-25", [("USD", "1.0843000001")])], .rateForm), ([("2026-11-25", [("USD", "٣")])], .rateForm),
            ([("2026-11-25", [("USD", "0")])], .rateMagnitude), ([("2026-11-25", [("USD", "0.0000")])], .rateMagnitude),
            ([("2026-11-25", [("USD", "0.0009")])], .rateMagnitude),
            ([("2026-11-25", [("USD", "10000000.1")])], .rateMagnitude),
            ([("2026-11-25", [("EUR", "1.01")])], .rateMagnitude),
        ] as [([(String, [(String, String)])], RateFault.Kind)])
    func refused(days: [(String, [(String, String)])], kind: RateFault.Kind) {
        #expect(Self.faults(ECB.document(days)) == [kind])
    }

    @Test("what has no date, no rate or no currency is named as that")
    func missing() {
        #expect(Self.faults(ECB.wrapped("<Cube><Cube currency='USD' rate='1'/></Cube>")) == [.dateMissing])
        #expect(Self.faults(ECB.wrapped("<Cube time='2026-11-25'><Cube currency='USD'/></Cube>")) == [.rateMissing])
        #expect(Self.faults(ECB.wrapped("<Cube time='2026-11-25'><Cube rate='1.2'/></Cube>")).contains(.currencyForm))
    }

    @Test("every fault of a document is told with its line, and no more than can be read")
    func all() throws {
        let days = [
            ("2026-11-25", [("USD", "0"), ("GBP", "x"), ("JPY", "160")]), ("2026-13-25", [("USD", "1.08")]),
        ]
        do throws(RateFaults) {
            _ = try RateDocument(ecb: Array(ECB.document(days).utf8), today: Self.today)
            Issue.record("taken")
        } catch {
            #expect(error.faults.map(\.kind) == [.rateMagnitude, .rateForm, .dateForm])
            #expect(error.faults.map(\.found) == ["0", "x", "2026-13-25"])
            let lines = error.faults.compactMap(\.line)
            #expect(lines.count == 3 && lines == lines.sorted() && Set(lines).count == 3)
        }
        let many = [("2026-11-25", (0..<300).map { _ in ("USD", "-1") })]
        #expect(Self.faults(ECB.document(many)).count == RateFaults.toldMax + 1)
    }

    @Test(
        "a document type is not taken, in any encoding and however it is dressed up",
        arguments: [
            "<!DOCTYPE x>", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
            "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>",
            "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x\"> %p;]>",
            "<!-- x -->\n<!DOCTYPE x PUBLIC 'a' 'b'>",
        ])
    func typed(type: String) throws {
        let body = ECB.body([("2026-11-25", [("USD", "1.08")])])
        #expect(Self.faults("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(type)\n\(body)") == [.typed])
        let wide = try #require("<?xml version=\"1.0\"?>\(type)\(body)".data(using: .utf16))
        #expect(throws: RateFaults.self) { try RateDocument(ecb: Array(wide), today: Self.today) }
    }

    @Test("what is no document of rates is refused as what it is")
    func foreign() {
        #expect(Self.faults("") == [.malformed] && Self.faults("date,2026-11-25\nUSD,1.08") == [.malformed])
        #expect(Self.faults("<html><body>Not found</body></html>") == [.foreign])
        #expect(Self.faults(ECB.wrapped("")) == [.foreign] && Self.faults("<Envelope/>") == [.foreign])
        #expect(Self.faults(ECB.document([("2026-11-25", [("USD", "&a;")])])) == [.malformed])
        let whole = ECB.document([("2026-11-25", [("USD", "1.08")])])
        #expect(Self.faults(String(whole.dropLast(20))) == [.malformed])
        #expect(Self.faults(whole + String(repeating: " ", count: RateDocument.bytesMax)) == [.tooLarge])
        #expect(Self.faults(ECB.wrapped(String(repeating: "<Cube>", count: 2_000))) == [.malformed])
    }

    @Test("any cut of a document is refused, and no byte of it brings the reader down")
    func cuts() {
        let whole = Array(ECB.document([("2026-11-25", [("USD", "1.0843"), ("JPY", "164.95")])]).utf8)
        for end in stride(from: 0, to: whole.count - 2, by: 7) {
            #expect(throws: RateFaults.self) { try RateDocument(ecb: Array(whole[..<end]), today: Self.today) }
        }
        for index in stride(from: 0, to: whole.count, by: 5) {
            for byte in [0, 0x26, 0x3C, 0xFF] as [UInt8] {
                var broken = whole
                broken[index] = byte
                _ = try? RateDocument(ecb: broken, today: Self.today)
            }
        }
    }
}
