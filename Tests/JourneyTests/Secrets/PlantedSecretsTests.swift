import Foundation
import Identity
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

/// Secrets that can be told apart are given to a running server and its worker, which say all that they ever would;
/// then they are looked for in whatever somebody else may come to read.
@Suite("Secrets that were planted")
struct PlantedSecretsTests {
    @Test("A search finds what stands there plainly, in hexadecimal and in base 64, wherever it begins")
    func search() {
        var search = SecretSearch()
        search.plant("one", "a planted secret")
        for prefix in ["", "x", "xy", "xyz"] {
            let bytes = Data("\(prefix)a planted secret, and more".utf8)
            let hex = bytes.map { String(format: "%02x", $0) }.joined()
            for text in ["\(prefix)a planted secret!", hex, hex.uppercased(), bytes.base64EncodedString()] {
                #expect(search.found(in: "… \(text) …") == ["one"], "\(text)")
            }
        }
        #expect(search.found(in: "a plantex secret").isEmpty)
    }

    @Test("Stand in no log, no answer, no file that is taken away, no trail and no dump of the database")
    func planted() async throws {
        let fleet = try await TestFleet.make()
        let stripe = try await TestStripe.start()
        let partners = [
            try await TestPartner.make("halfway", as: "pool", .pooled, in: fleet),
            try await TestPartner.make("hinode", as: "own", .schema, in: fleet),
        ]
        let mailPassword = "planted-smtp-\(UUID().text)"
        let environment = [
            "LOG_LEVEL": "trace", "STRIPE_SANDBOX_URL": stripe.url, "LIMITS_ANONYMOUS_PER_HOUR": "1000000",
            // Nobody listens there, so that its faults are told, too.
            "SMTP_URL": "smtps://mailer:\(mailPassword)@127.0.0.1:9",
        ]
        let workerLog = URL(fileURLWithPath: try TestDirectory.scratch()).appendingPathComponent("worker.log")
        let worker = try ServedProcess.start(fleet, environment, workerLog, command: "worker")
        defer { worker.terminate() }
        try await ServedProcess.run(1, on: fleet, environment) { served in
            var search = SecretSearch()
            var answers: [String] = []
            search.plant("mail password", mailPassword)
            search.plant("master key", String(TestFleet.masterKeyText.split(separator: ":")[1]))
            for partner in partners {
                let wire = Wire(port: served[0].port, host: partner.host)
                var walk = PlantedWalk(partner: partner, fleet: fleet, stripe: stripe, wire: wire)
                try await walk.run()
                for planted in walk.planted { search.plant("\(partner.word): \(planted.name)", planted.secret) }
                answers += walk.answers
            }
            let isTried = try await comesTrue(within: .seconds(90)) {
                try await fleet.admin.single(
                    "select count(*) as tried from pooled.outgoing_mails where attempts > 0"
                ).only().get("tried", as: Int.self) > 0
            }
            #expect(isTried, "no letter was tried to be sent")

            let logs = try [served[0].log, workerLog].map { try String(contentsOf: $0, encoding: .utf8) }
            let dump = try Self.dump(fleet)
            let places = [
                ("serve's log", logs[0]), ("worker's log", logs[1]), ("answers", answers.joined()), ("dump", dump),
            ]
            for (place, text) in places {
                #expect(search.found(in: text).isEmpty, "in the \(place)")
            }
            // What is no secret was said where a secret would have been, and is found by the same search.
            for partner in partners {
                var open = SecretSearch()
                open.plant("control", PlantedWalk.control(partner))
                for (place, text) in places where place != "worker's log" {
                    #expect(open.found(in: text) == ["control"], "in the \(place) of \(partner.word)")
                }
            }
            #expect(logs[1].contains("127.0.0.1") || logs[1].contains("mail"), "the worker says nothing of its mail")
        }
        await stripe.stop()
        await fleet.close()
    }

    /// All tables as text.
    private static func dump(_ fleet: TestFleet) throws -> String {
        let file = URL(fileURLWithPath: try TestDirectory.scratch()).appendingPathComponent("dump.sql")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["pg_dump", "--data-only", "--file", file.path, "--dbname", fleet.adminConninfo]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try String(contentsOf: file, encoding: .utf8)
    }
}
