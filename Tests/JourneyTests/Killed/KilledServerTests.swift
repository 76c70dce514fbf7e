import Foundation
import NIOHTTP1
import Tenancy
import TestSupport
import Testing
import Vocabulary

@Suite("A server killed among fifty of one key", .serialized)
struct KilledServerTests {
    static let isLong = ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == "1"
    static let timedRounds = isLong ? 60 : 3
    static let seed: UInt64 = 20_261_126

    private static func markets(_ fleet: TestFleet) async throws -> [TestPartner] {
        [
            try await TestPartner.make("halfway", as: "pool", .pooled, in: fleet),
            try await TestPartner.make("hinode", as: "own", .schema, in: fleet),
        ]
    }

    @Test("in the effect and while committing, and started again: one effect, one answer, the rest told to wait")
    func known() async throws {
        try await Self.with(1) { stage in
            var number = 0
            for verb in Errand.Verb.allCases {
                for moment in [Moment.inEffect, .committing] {
                    number += 1
                    let cut = try await stage.round(number, verb, moment, victim: 0)
                    #expect(cut > 0, "nobody was cut off")
                }
            }
        }
    }

    @Test("at any moment, while another goes on: one effect, one answer, the rest told to wait")
    func anyMoment() async throws {
        try await Self.with(2) { stage in
            var generator = SeededGenerator(seed: Self.seed)
            // As long as one that nobody disturbs takes here; most moments lie in its first half, where most is done.
            let start = ContinuousClock.now
            #expect(try await stage.round(0, .hold, nil, victim: 0) == 0)
            let whole = ContinuousClock.now - start
            var cut = 0
            for index in 0..<Self.timedRounds {
                let moment = Moment.after(whole * pow(Double.random(in: 0...1, using: &generator), 2))
                let verb = Errand.Verb.allCases[index % Errand.Verb.allCases.count]
                cut += try await stage.round(
                    index + 1, verb, moment, victim: Int.random(in: 0...1, using: &generator))
            }
            #expect(cut > 0, "nobody was cut off in \(Self.timedRounds) rounds of \(whole), seed \(Self.seed)")
        }
    }

    private static func with(
        _ count: Int, _ body: @escaping @Sendable (KilledStage) async throws -> Void
    ) async throws {
        let fleet = try await TestFleet.make()
        let partners = try await markets(fleet)
        try await Moment.prepare(fleet)
        let environment = ["DATABASE_CONNECTIONS": "6", "LIMITS_ANONYMOUS_PER_HOUR": "1000000"]
        try await MortalServers.run(count, on: fleet, environment) { servers in
            let port = try await servers.port(for: 0)
            for partner in partners {
                let market = Market(partner, fleet, port: port)
                try await market.setStock(1_000, of: try await market.hotel())
            }
            try await body(KilledStage(fleet: fleet, partners: partners, servers: servers))
        }
        await fleet.close()
    }
}

/// Two sites that send the same at the same time, and the servers that die under them.
struct KilledStage: Sendable {
    let fleet: TestFleet
    let partners: [TestPartner]
    let servers: MortalServers

    /// How many requests were never answered. `moment`: nil kills nobody.
    func round(
        _ number: Int, _ verb: Errand.Verb, _ moment: Moment?, victim: Int
    ) async throws -> Int {
        let port = try await servers.port(for: 0)
        let markets = partners.map { Market($0, fleet, port: port) }
        var crowds: [Crowd] = []
        var before: [[String: Int]] = []
        for market in markets {
            crowds.append(Crowd(try await Errand.make(verb, at: market, number), at: servers))
            before.append(try await market.traces())
        }
        try await send(crowds, moment, victim, markets)
        for (index, crowd) in crowds.enumerated() {
            try await crowd.settle()
            let name = "\(verb) \(moment?.description ?? "undisturbed"), \(markets[index].partner.host)"
            let faults = crowd.faults + (try await markets[index].stockFaults())
            #expect(faults.isEmpty, "\(name): \(faults.joined(separator: "\n"))")
            let traces = try await markets[index].traces(since: before[index])
            #expect(traces == verb.traces, "\(name)")
            let told = crowd.replies.reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
            print("\(name): \(told), \(crowd.cutCount) cut off")
        }
        let bodies = crowds.map { $0.replies.first { $0.status < 400 }.map { $0.body + "\($0.headers["location"])" } }
        #expect(bodies[0] != bodies[1], "two sites share an answer")
        return crowds.reduce(0) { $0 + $1.cutCount }
    }

    private func send(_ crowds: [Crowd], _ moment: Moment?, _ victim: Int, _ markets: [Market]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            @Sendable func sendAll() async throws {
                async let first: Void = crowds[0].sendAll()
                try await crowds[1].sendAll()
                try await first
            }
            guard let moment else { return try await sendAll() }
            let (gate, opened) = AsyncStream<Void>.makeStream()
            group.addTask {
                for await _ in gate { break }
                try await sendAll()
            }
            try await moment.whileHeld(markets) {
                opened.yield()
                try await moment.come(markets)
                try await servers.kill(victim)
                // Who comes back meets what the dead one left behind, still under way.
                if case .inEffect = moment { try await servers.start(victim) }
            }
            if case .inEffect = moment {} else { try await servers.start(victim) }
            try await group.waitForAll()
        }
    }
}
