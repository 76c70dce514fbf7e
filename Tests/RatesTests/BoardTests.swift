import Foundation
import Pricing
import Rates
import TestSupport
import Testing
import Vocabulary

@Suite("The rates that a process goes by")
struct BoardTests {
    @Test("what is imported anywhere is gone by here within seconds, and no price asks the database")
    func followed() async throws {
        try await FixtureRates.run { rates in
            let board = rates.board()
            let follower = rates.follower(board)
            try await follower.load()
            #expect(board.find(.usd, of: .eur, marginBasisPoints: 0) == .none)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await follower.run() }
                for rate in ["1.25", "1.5"] {
                    try await rates.import([("2026-11-26", [("USD", rate), ("JPY", "160")])])
                    let expected = try ExchangeRate(rate)
                    let isHere = try await comesTrue {
                        guard case .rate(let found) = board.find(.usd, of: .eur, marginBasisPoints: 0) else {
                            return false
                        }
                        return found.shownPerEuro == expected
                    }
                    #expect(isHere)
                }
                group.cancelAll()
            }
            guard case .rate(let rate) = board.find(.jpy, of: .usd, marginBasisPoints: 150) else {
                Issue.record("no rate")
                return
            }
            #expect(rate.shown(Money(minor: 15_000, .usd)) == Money(minor: 16_240, .jpy))
            #expect(rate.date == CalendarDate("2026-11-26") && rate.source == "ecb")
            #expect(board.find(.gbp, of: .eur, marginBasisPoints: 0) == .none)
        }
    }

    @Test("rates that are too old are none, and say of which day they are")
    func stale() async throws {
        try await FixtureRates.run { rates in
            try await rates.import([("2026-11-26", [("USD", "1.25")])])
            let board = rates.board()
            try await rates.follower(board).load()
            #expect(!board.isStale)
            rates.clock.advance(bySeconds: 200 * 3_600)
            #expect(board.isStale)
            #expect(board.find(.usd, of: .eur, marginBasisPoints: 0) == .stale(CalendarDate("2026-11-26")!))
            // Older days that come in later do not count for new.
            try await rates.import([("2026-11-20", [("USD", "1.2")])])
            try await rates.follower(board).load()
            #expect(board.find(.usd, of: .eur, marginBasisPoints: 0) == .stale(CalendarDate("2026-11-26")!))
        }
    }
}
