import Foundation
import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

/// Travellers of two sites book and pay while processes die, answers are lost and messages come twice, late or never.
/// A run that fails is played again by `TRAVELHUB_SEED=<seed>`, as far as a machine's own moments allow.
@Suite("Bookings paid while everything breaks", .serialized)
struct FaultRunTests {
    private static let variables = ProcessInfo.processInfo.environment
    private static let isLong = variables["TRAVELHUB_SOAK"] == "1"
    /// Bookings of all rounds, both sites together.
    private static let bookings = isLong ? 10_000 : 114
    private static let buyersPerSite = isLong ? 20 : 3
    private static let patience = Duration.seconds(isLong ? 600 : 120)

    @Test(
        "Nothing twice, nothing charged without an outcome, nothing unknown but what a person is told of; books, stock and processor agree"
    )
    func run() async throws {
        let seed = Self.variables["TRAVELHUB_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...UInt64.max)
        print("seed of the faults: \(seed)")
        let stripe = try await TestStripe.start()
        let fleet = try await TestFleet.make()
        let partners = [
            try await TestPartner.make("halfway", as: "pool", .pooled, in: fleet),
            try await TestPartner.make("hinode", as: "own", .schema, in: fleet),
        ]
        let environment = [
            "STRIPE_SANDBOX_URL": stripe.url, "DATABASE_CONNECTIONS": "8", "LIMITS_ANONYMOUS_PER_HOUR": "100000000",
            "HTTP_TRUSTED_PROXIES": "127.0.0.0/8",
        ]
        try await MortalHouse.run(on: fleet, environment) { house in
            let run = try await FaultRun.open(partners, fleet, house, stripe, environment)
            var random = SeededGenerator(seed: seed)
            var (booked, round) = (0, 0)
            while booked < Self.bookings {
                let breakage = Breakage.all[round % Breakage.all.count]
                booked += try await run.round(breakage, buyers: Self.buyersPerSite, &random)
                round += 1
                try await run.check(isQuiet: false, "seed \(seed), round \(round): \(breakage.name)")
            }
            try await run.comeToRest(within: Self.patience, &random)
            try await run.check(isQuiet: true, "seed \(seed), at the end")
            print("\(booked) bookings in \(round) rounds: \(try await run.told())")
        }
        await fleet.close()
        await stripe.stop()
    }
}
