import Foundation
import Identity
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

/// Whether time tells what words do not. With the limits on guessing lifted, which would hide it.
@Suite("Whether an account exists")
struct EnumerationTests {
    static let isSoak = ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] != nil

    enum Verb: String, CaseIterable, Sendable {
        case logIn
        case reset
        case register
    }

    @Test("Is told by no outcome", arguments: Verb.allCases)
    func outcome(verb: Verb) async throws {
        try await TwoHouses.with(attempts: nil) { houses in
            for (house, other) in houses.both {
                _ = try await house.member("there@example.com")
                let told = try await Self.attempt(verb, "there@example.com", house)
                #expect(told == (try await Self.attempt(verb, "nobody@example.com", house)))
                #expect(told == (try await Self.attempt(verb, "there@example.com", other)))
            }
        }
    }

    /// Two hundred tries of each kind between each other, at the real cost of a hash; alone on its machine. Of equal
    /// ones every eleventh such series has an area outside the bar by chance; what is no chance stays with more tries.
    @Test("Is told by no time: medians within 5 %, area under the curve 0.45 to 0.55", .enabled(if: isSoak))
    func time() async throws {
        try await TwoHouses.with(cost: .present, attempts: nil) { houses in
            let house = houses.pooled
            _ = try await house.member("there@example.com")
            for verb in Verb.allCases {
                // The first few warm what there is to warm.
                _ = try await Self.series(of: 10, verb, house)
                var series = try await Self.series(of: 200, verb, house)
                if !series.isEven { series.add(try await Self.series(of: 600, verb, house)) }
                print("\(verb.rawValue): \(series)")
                #expect(series.isEven, "\(series)")
            }
        }
    }

    private static func series(of count: Int, _ verb: Verb, _ house: House) async throws -> TimedSeries {
        var series = TimedSeries()
        for round in 0..<count {
            try await series.add(round: round) { isThere in
                _ = try await attempt(verb, isThere ? "there@example.com" : "nobody@example.com", house)
            }
        }
        return series
    }

    private static func attempt(_ verb: Verb, _ email: String, _ house: House) async throws -> String {
        guard let address = EmailAddress(email) else { throw House.NoLetter() }
        do {
            switch verb {
            case .logIn: _ = try await house.logIn(email, "not the password")
            case .reset:
                try await house.feature.forget.run(address, House.place, requestID: "t", in: house.scope)
            case .register:
                try await house.feature.register.run(
                    .init(email: address, password: House.password, name: "Ada", locale: .english), House.place,
                    requestID: "t", in: house.scope)
            }
            return "done"
        } catch let error as IdentityError {
            return error.problem.code
        }
    }
}
