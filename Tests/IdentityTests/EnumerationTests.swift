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
            // Whichever comes first is a little slower: they take turns.
            for isThere in round.isMultiple(of: 2) ? [true, false] : [false, true] {
                let begun = ContinuousClock.now
                _ = try await attempt(verb, isThere ? "there@example.com" : "nobody@example.com", house)
                let took = (ContinuousClock.now - begun) / .milliseconds(1)
                if isThere { series.there.append(took) } else { series.nobody.append(took) }
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

/// How long the same took for an address that has an account and for one that has none, in milliseconds.
struct TimedSeries: CustomStringConvertible {
    var there: [Double] = []
    var nobody: [Double] = []

    mutating func add(_ other: TimedSeries) {
        there += other.there
        nobody += other.nobody
    }

    var isEven: Bool {
        let (one, other) = medians
        return abs(one - other) / other < 0.05 && (0.45...0.55).contains(area)
    }

    var medians: (there: Double, nobody: Double) {
        (there.sorted()[there.count / 2], nobody.sorted()[nobody.count / 2])
    }

    /// The chance that one of the first takes longer than one of the second (Mann and Whitney's U over n m).
    var area: Double {
        var wins = 0.0
        for one in there { for other in nobody { wins += one > other ? 1 : one == other ? 0.5 : 0 } }
        return wins / Double(there.count * nobody.count)
    }

    var description: String {
        let (one, other) = medians
        return String(
            format: "medians %.2f and %.2f ms, area %.3f, %d tries each", one, other, area, there.count)
    }
}
