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

    /// Two hundred tries of each kind between each other, at the real cost of a hash; alone on its machine.
    @Test("Is told by no time: medians within 5 %, area under the curve 0.45 to 0.55", .enabled(if: isSoak))
    func time() async throws {
        try await TwoHouses.with(cost: .present, attempts: nil) { houses in
            let house = houses.pooled
            _ = try await house.member("there@example.com")
            for verb in Verb.allCases {
                var (there, nobody): ([Double], [Double]) = ([], [])
                for round in 0..<210 {
                    // Whichever comes first is a little slower: they take turns.
                    let kinds = round.isMultiple(of: 2) ? [true, false] : [false, true]
                    for kind in kinds {
                        let begun = ContinuousClock.now
                        _ = try await Self.attempt(verb, kind ? "there@example.com" : "nobody@example.com", house)
                        let took = (ContinuousClock.now - begun) / .milliseconds(1)
                        // The first few warm what there is to warm.
                        if round >= 10 { if kind { there.append(took) } else { nobody.append(took) } }
                    }
                }
                let (median, other) = (Self.median(there), Self.median(nobody))
                let area = Self.area(there, nobody)
                print("\(verb.rawValue): medians \(median) and \(other) ms, area \(area), \(there.count) each")
                #expect(abs(median - other) / other < 0.05)
                #expect((0.45...0.55).contains(area))
            }
        }
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

    private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    /// The chance that one of the first takes longer than one of the second (Mann and Whitney's U over n m).
    private static func area(_ first: [Double], _ second: [Double]) -> Double {
        var wins = 0.0
        for one in first { for other in second { wins += one > other ? 1 : one == other ? 0.5 : 0 } }
        return wins / Double(first.count * second.count)
    }
}
