import Foundation
import Glibc
import Logging
import Telemetry
import Testing
import Vocabulary

@Suite("Log lines")
struct LoggingTests {
    /// Runs `body` with a logger and returns the lines that it wrote.
    private func lines(_ format: LogFormat, level: Logger.Level = .info, _ body: (Logger) async -> Void) async throws
        -> [String]
    {
        var template = Array((FileManager.default.temporaryDirectory.path + "/log-XXXXXX").utf8CString)
        let file = mkstemp(&template)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            close(file)
            unlink(path)
        }
        let clock = WallClock { Date(timeIntervalSince1970: 1_780_315_200.25) }
        let logger = Logger(label: "booking") { label in
            LineLogHandler(
                label: label, level: level, format: format, writer: LogWriter(descriptor: file), clock: clock)
        }
        await body(logger)
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func object(_ line: String) throws -> [String: any Sendable] {
        let parsed = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try #require(parsed as? [String: any Sendable])
    }

    @Test("JSON has its fields by name, whatever the values hold")
    func json() async throws {
        let hostile = "a \"q\"\u{301} \\ \n\r\t \u{0} \u{1b}[31m \u{2028} \u{1F469}\u{200D}\u{1F680}"
        let lines = try await lines(.json) { logger in
            var logger = logger
            logger[metadataKey: "hb.request.id"] = "r-1"
            logger[metadataKey: "tenant"] = "aurelia"
            logger.warning(
                "\(hostile)", metadata: ["nights": "3", hostile: .array([.string(hostile), .dictionary(["k": "v"])])])
        }
        let line = try object(try #require(lines.first))
        #expect(lines.count == 1)
        #expect(line["time"] as? String == "2026-06-01T12:00:00.250Z")
        #expect(line["level"] as? String == "warning")
        #expect(line["logger"] as? String == "booking")
        #expect(line["message"] as? String == hostile)
        #expect(line["request_id"] as? String == "r-1")
        #expect(line["tenant"] as? String == "aurelia")
        let metadata = try #require(line["metadata"] as? [String: any Sendable])
        #expect(Set(metadata.keys) == ["nights", hostile])
        #expect((metadata[hostile] as? [any Sendable])?.first as? String == hostile)
    }

    @Test("text is one line and obeys nobody's control characters")
    func text() async throws {
        let lines = try await lines(.text) {
            $0.info("hi\u{1b}[2J\nFAKE", metadata: ["tenant": "x\r", "b": "1", "a": "2"])
        }
        #expect(lines == ["12:00:00 INFO     hi\\u001b[2J\\u000aFAKE tenant=x\\u000d a=2 b=1 (booking)"])
    }

    @Test("secrets never reach the file: message, metadata, nested, by key and by shape", arguments: LogFormat.allCases)
    func secrets(format: LogFormat) async throws {
        struct Fault: Error, CustomStringConvertible { let description = "dial redis://u:hunter2@h" }
        let lines = try await lines(format) { logger in
            var logger = logger
            logger[metadataKey: "api-key"] = "hunter2"
            logger.error(
                "login token=hunter2", error: Fault(),
                metadata: [
                    "note": "Bearer hunter2", "list": .array(["sk_live_hunter2"]),
                    "headers": .dictionary([
                        "Cookie": "hunter2", "deep": .dictionary(["password": .array(["hunter2"])]),
                    ]),
                    "any": .stringConvertible(Fault()),
                ])
        }
        #expect(lines.count == 1)
        #expect(!lines[0].contains("hunter2"))
        #expect(lines[0].contains("***"))
    }

    @Test("the level holds back what is below it, and a nearer source of metadata wins")
    func levels() async throws {
        let lines = try await lines(.json, level: .notice) { logger in
            var logger = logger
            logger[metadataKey: "k"] = "logger"
            logger.info("held back")
            logger.notice("said", metadata: ["k": "call"])
        }
        #expect(lines.count == 1)
        #expect((try object(lines[0])["metadata"] as? [String: any Sendable])?["k"] as? String == "call")
    }

    @Test("lines of many tasks do not interleave, and a huge one is cut")
    func whole() async throws {
        let lines = try await lines(.json) { logger in
            await withTaskGroup(of: Void.self) { group in
                for task in 0..<8 {
                    group.addTask {
                        for number in 0..<20 {
                            logger.info("\(String(repeating: "x", count: 1_000)) \(task)-\(number)")
                        }
                    }
                }
            }
            logger.info("\(String(repeating: "ü", count: 100_000))")
        }
        #expect(lines.count == 161)
        let messages = try lines.dropLast().map { try object($0)["message"] as? String ?? "" }
        #expect(Set(messages).count == 160)
        #expect(messages.allSatisfy { $0.hasPrefix(String(repeating: "x", count: 1_000) + " ") })
        #expect(lines[160].utf8.count < 10_000)
    }
}
