import Foundation
import TestSupport
import Testing
import Vocabulary

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
        let list = "[" + String(repeating: "1,", count: JSONParser.widthMax - 1) + "1]"
        #expect(try JSONParser.parse(Array(list.utf8)) != .null)
        let lists = JSONParser.valuesMax / JSONParser.widthMax
        let many = Array(("[" + String(repeating: list + ",", count: lists) + "1]").utf8)
        do {
            _ = try JSONParser.parse(many)
            Issue.record("more values than may be were kept")
        } catch { if case .tooMany = error {} else { Issue.record("\(error)") } }
    }

    @Test("an object and a list have so many members, and a name so many bytes, and no more")
    func width() throws {
        let max = JSONParser.widthMax
        func object(_ count: Int) -> [UInt8] {
            Array("{\((0..<count).map { "\"\($0)\":1" }.joined(separator: ","))}".utf8)
        }
        func list(_ count: Int) -> [UInt8] {
            Array("[\(Array(repeating: "1", count: count).joined(separator: ","))]".utf8)
        }
        for make in [object, list] {
            _ = try JSONParser.parse(make(max))
            do {
                _ = try JSONParser.parse(make(max + 1))
                Issue.record("wider than may be")
            } catch { if case .tooWide = error {} else { Issue.record("\(error)") } }
        }
        func named(_ length: Int) -> [UInt8] { Array("{\"\(String(repeating: "n", count: length))\":1}".utf8) }
        _ = try JSONParser.parse(named(JSONParser.nameBytesMax))
        #expect(throws: JSONFault.nameTooLong(offset: 1)) { try JSONParser.parse(named(JSONParser.nameBytesMax + 1)) }
        #expect(throws: JSONFault.repeatedName(pointer: "/a/b")) {
            try JSONParser.parse(Array(#"{"a":{"b":1,"c":2,"b":3}}"#.utf8))
        }
    }

    /// Bodies of about so many bytes that make a reader compare names, or put marks in order.
    static let hostile: [(name: String, body: @Sendable (Int) -> [UInt8])] = [
        (
            "names",
            { bytes in Array("{\((0..<bytes / 10).map { "\"\(100_000 + $0)\":1" }.joined(separator: ","))}".utf8) }
        ),
        (
            "objects of names",
            { bytes in
                let object = "{\((0..<9_000).map { "\"\(1_000 + $0)\":1" }.joined(separator: ","))}"
                return Array(
                    "[\(Array(repeating: object, count: max(1, bytes / object.utf8.count)).joined(separator: ","))]"
                        .utf8)
            }
        ),
        ("a name of marks", { bytes in Array("{\"a\(marks(bytes))\":1,\"b\":1}".utf8) }),
        (
            "names of marks",
            { bytes in
                let run = marks(200)
                return Array("{\((0..<bytes / 220).map { "\"\(1_000 + $0)\(run)\":1" }.joined(separator: ","))}".utf8)
            }
        ),
        ("a text of marks", { bytes in Array("{\"note\":\"a\(marks(bytes))\"}".utf8) }),
    ]

    private static func marks(_ bytes: Int) -> String { String(repeating: "\u{301}\u{323}", count: bytes / 4) }

    /// What this thread has computed for: the time on the wall is also that of whatever else runs.
    private static func cpuTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    @Test("a hostile megabyte takes a reader no longer than its length says", arguments: hostile.indices)
    func bounded(index: Int) throws {
        let (name, body) = Self.hostile[index]
        func read(_ body: [UInt8]) -> Duration {
            (0..<3).map { _ in
                let begun = Self.cpuTime()
                var log = FaultLog()
                if let value = try? JSONParser.parse(body) {
                    for member in value.members { _ = Kind<String>.text(max: 80).read(member.value, &log) }
                }
                return Self.cpuTime() - begun
            }.min() ?? .zero
        }
        let (small, large) = (read(body(1 << 18)), read(body(1 << 20)))
        // Four times the length: sixteen times the time where each is compared with each.
        #expect(large < small * 8 + .milliseconds(1), "\(name): \(small), \(large)")
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
