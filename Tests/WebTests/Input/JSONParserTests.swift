import TestSupport
import Testing

@testable import Web

@Suite("JSON is read strictly and written so that it reads back")
struct JSONParserTests {
    @Test("escapes, surrogate pairs and numbers keep their value")
    func values() throws {
        let value = try JSONParser.parse(Array(#"{"a":"\u00e9\ud83d\ude00\/\b","n":-12.5e+3,"l":[true,null]}"#.utf8))
        #expect(value["a"] == .text("é😀/\u{8}"))
        #expect(value["n"] == .number("-12.5e+3"))
        #expect(value["l"] == .list([.bool(true), .null]))
    }

    @Test("bytes that are not UTF-8 are refused")
    func encoding() {
        #expect(throws: JSONFault.self) { try JSONParser.parse([0x22, 0xC3, 0x28, 0x22]) }
    }

    @Test("more values than any body has are refused before they are kept")
    func count() throws {
        let many = Array(("[" + String(repeating: "1,", count: JSONParser.valuesMax) + "1]").utf8)
        #expect(throws: JSONFault.tooMany(offset: 2 * JSONParser.valuesMax - 1)) { try JSONParser.parse(many) }
    }

    @Test("any text written is read back the same, and can not end an element of a page")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0..<12, using: &generator) {
                let code = UInt32.random(in: 0...0x10FFFF, using: &generator)
                let small = UInt32.random(in: 0..<0x80, using: &generator)
                guard let scalar = Unicode.Scalar(Bool.random(using: &generator) ? code : small) else { continue }
                text.unicodeScalars.append(scalar)
            }
            let bytes = JSONWriter.bytes(text)
            #expect(!bytes.contains(UInt8(ascii: "<")) && !bytes.contains(UInt8(ascii: "&")))
            #expect(try JSONParser.parse(bytes) == .text(text))
        }
    }

    @Test("bytes at random never crash the parser")
    func fuzz() {
        var generator = SeededGenerator(seed: 8)
        let alphabet = Array(#"{}[]":,\u0123456789eE+-.truefalsn "#.utf8) + [0xC3, 0xFF, 0x00]
        var refused = 0
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<24, using: &generator)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            do { _ = try JSONParser.parse(bytes) } catch { refused += 1 }
        }
        #expect(refused > 15_000)
    }
}
