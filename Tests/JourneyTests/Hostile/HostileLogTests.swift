import Foundation
import NIOHTTP1
import Tenancy
import TestSupport
import Testing

extension HostileTests {
    @Suite("What strangers send that would act in a log")
    struct Logs {
        @Test("stays in its line, of a log of either format that tells everything", arguments: ["json", "text"])
        func lines(format: String) async throws {
            let fleet = try await TestFleet.make()
            let partners = [
                try await TestPartner.make("halfway", as: "pool", .pooled, in: fleet),
                try await TestPartner.make("hinode", as: "own", .schema, in: fleet),
            ]
            let environment = ["LOG_FORMAT": format, "LOG_LEVEL": "trace", "LIMITS_ANONYMOUS_PER_HOUR": "1000000"]
            try await ServedProcess.run(1, on: fleet, environment) { served in
                for partner in partners {
                    for text in HostileText.all.map(\.text) + HostileText.refused {
                        try await Self.send(text, to: Wire(port: served[0].port, host: partner.host))
                    }
                }
                let lines = try String(contentsOf: served[0].log, encoding: .utf8).components(separatedBy: "\n")
                    .filter { !$0.isEmpty }
                // Begun before the log's form is known: the line that tells how to stop, and the like.
                #expect(lines.count > HostileText.all.count, "the requests are not in the log")
                let faults = lines.filter { !Self.isWhole($0, format) }
                #expect(faults.isEmpty, "\(faults.prefix(5))")
                let suspicions = lines.filter { $0.contains("suspicious input") }
                // Typed on a page, and sent to the API: in its address, and in its body.
                for pointer in ["?room_1_adults", "?destination", "/travellers/0/given_name"] {
                    #expect(suspicions.contains { $0.contains(pointer) }, "nothing is told of \(pointer)")
                }
                #expect(suspicions.allSatisfy { !$0.contains("zq") }, "a suspicion tells what was typed")
            }
            await fleet.close()
        }

        private static func send(_ text: String, to wire: Wire) async throws {
            let value = Wire.formBody([("", text)]).dropFirst()
            let isLine = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
            let headers = isLine ? [("user-agent", text), ("x-request-id", text), ("referer", text)] : []
            _ = try await wire.get("/api/hotels/search?destination=\(value)&check_in=\(value)", headers)
            _ = try await wire.get("/en/hotels?room_1_adults=\(value)", [("accept", "text/html")])
            _ = try await wire.get("/en/\(value)?\(value)=\(value)", [("accept", "text/html")])
            let person = ["given_name": text, "family_name": text]
            _ = try await wire.json(
                "/api/bookings", [("idempotency-key", UUID().uuidString)],
                try HostileSite.json([
                    "offer_id": text, "travellers": [person], "contact": ["email": text, "notes": text], text: text,
                ]))
            _ = try await wire.send(
                "POST", "/csp-reports", [("content-type", "application/csp-report")],
                body: try HostileSite.json([
                    "csp-report": [
                        "document-uri": text, "blocked-uri": text, "violated-directive": text,
                        "effective-directive": text,
                    ]
                ]))
            _ = try await wire.json(
                "/api/auth/login", headers, try HostileSite.json(["email": text, "password": text]))
        }

        /// One record, in which nothing ends the line or turns it around.
        private static func isWhole(_ line: String, _ format: String) -> Bool {
            if format == "json" {
                let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return object?["time"] is String && object?["level"] is String && object?["message"] is String
            }
            let isFree = line.unicodeScalars.allSatisfy { scalar in
                switch scalar.value {
                case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: false
                default: true
                }
            }
            return isFree && line.prefixMatch(of: #/[0-9]{2}:[0-9]{2}:[0-9]{2} [A-Z]+ /#) != nil
        }
    }
}
