import Foundation
import Identity
import Postgres
import Synchronization
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

/// What no word tells is told by no time either, as a stranger measures it over HTTP: from the whole request to the whole
/// answer. With the limits on guessing and on repeating lifted, which would answer first.
@Suite("How long an answer takes, as a stranger may ask over HTTP", .serialized)
struct AccountTimingTests {
    private static let isSoak = ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] != nil

    /// What people's passwords are hashed at.
    private static let terms = IdentityHouse.Terms(passwordCost: .present, slowsGuessing: false)

    /// Alone on its machine. Of equal ones every eleventh series of two hundred has an area outside the bar by chance;
    /// what is no chance stays with more tries.
    @Test(
        "Tells nobody whether an address has an account: medians within 5 %, area under the curve 0.45 to 0.55",
        .enabled(if: isSoak), arguments: ["/api/auth/login", "/api/auth/password/forgot", "/api/auth/register"])
    func time(path: String) async throws {
        let question = try #require(AccountQuestion.all.first { $0.path == path })
        try await SweptSites.serve(.pooled, .schema, terms: Self.terms, altering: Self.liftLimits) { sites in
            let (partner, wire) = (sites.attacker, sites.wire(sites.attacker.host))
            try await Self.hashAtPresentCost(partner, sites)
            let emails = (SweptPeople(word: partner.word).email, "xwner@\(partner.word).example.com")
            func series(of count: Int) async throws -> TimedSeries {
                var series = TimedSeries()
                for round in 0..<count {
                    try await series.add(round: round) { isThere in
                        let answer = try await question.ask(isThere ? emails.0 : emails.1, wire)
                        #expect(question.statuses.contains(answer.status), "\(answer.status)")
                    }
                }
                return series
            }
            // The first few warm what there is to warm.
            _ = try await series(of: 10)
            var seen = try await series(of: 200)
            if !seen.isEven { seen.add(try await series(of: 600)) }
            print("\(path) over HTTP: \(seen)")
            #expect(seen.isEven, "\(seen)")
        }
    }

    /// Time passes as fast as requests come, for what is remembered of the last seconds alone.
    @Sendable
    private static func liftLimits(_ parts: inout EdgeParts) {
        parts.anonymousPerHour = nil
        let asked = Mutex(0)
        let begun = ContinuousClock.now
        parts.recent = RecentRequests {
            begun
                + .seconds(
                    asked.withLock {
                        $0 += RecentRequests.seconds
                        return $0
                    })
        }
    }

    /// The owner's password was hashed at the cost of the sweep, by which it would be known.
    private static func hashAtPresentCost(_ partner: SweptPartner, _ sites: SweptSites) async throws {
        let hash = try await PasswordHasher(secrets: .system, cost: terms.passwordCost).hash(SweptPeople.password)
        _ = try await sites.fleet.tenants.scope(partner.entry).run(
            "update accounts set password_hash = \(hash.description) where role = 'owner'")
    }
}
