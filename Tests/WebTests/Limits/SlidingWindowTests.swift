import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Web

@Suite("A window that slides")
struct SlidingWindowTests {
    private static let seeds = UInt64(1)...(ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == "1" ? 400 : 40)

    @Test("Never lets more than the limit through in any 3,600 seconds, whatever comes when", arguments: seeds)
    func neverAbove(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = RateLimit("x", quota: Int.random(in: 1...120, using: &generator))
        var window = SlidingWindow(limit)
        var second = Int.random(in: 0...100_000, using: &generator)
        let end = second + 5 * 3_600
        var taken: [(second: Int, cost: Int)] = []
        while second < end {
            second += Self.pause(&generator)
            let cost = Int.random(in: 1...3, using: &generator)
            window.advance(to: second)
            let wait = window.wait(for: cost, quota: limit.quota, at: second)
            if wait == 0 {
                window.take(cost)
                taken.append((second, cost))
            }
        }
        #expect(Self.most(taken, within: 3_600) <= limit.quota)
        #expect(!taken.isEmpty)
    }

    @Test("Lets the whole limit through within an hour and a bucket, to whoever takes all there is")
    func wholeLimit() {
        let limit = RateLimit("x", quota: 500)
        var window = SlidingWindow(limit)
        for second in stride(from: 7, to: 7 + 4 * 3_660, by: 3_660) {
            window.advance(to: second)
            for _ in 0..<500 {
                #expect(window.wait(for: 1, quota: 500, at: second) == 0)
                window.take(1)
            }
            #expect(window.wait(for: 1, quota: 500, at: second) > 0)
        }
    }

    @Test("Says to the second when a cost fits again", arguments: seeds)
    func waitIsExact(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = RateLimit("x", quota: Int.random(in: 3...60, using: &generator))
        var window = SlidingWindow(limit)
        var second = 0
        for _ in 0..<600 {
            second += Self.pause(&generator)
            let cost = Int.random(in: 1...3, using: &generator)
            window.advance(to: second)
            let wait = window.wait(for: cost, quota: limit.quota, at: second)
            if wait == 0 {
                window.take(cost)
            } else {
                var later = window
                later.advance(to: second + wait - 1)
                #expect(later.wait(for: cost, quota: limit.quota, at: second + wait - 1) == 1)
                later.advance(to: second + wait)
                #expect(later.wait(for: cost, quota: limit.quota, at: second + wait) == 0)
            }
        }
    }

    @Test("Stands still while its clock is behind, and starts anew after a step of more than the window")
    func clockStepsBack() {
        let limit = RateLimit("x", quota: 2)
        var window = SlidingWindow(limit)
        window.advance(to: 10_000)
        window.take(2)
        window.advance(to: 9_000)
        #expect(window.wait(for: 1, quota: 2, at: 9_000) > 3_600)
        window.advance(to: 5_000)
        #expect(window.wait(for: 1, quota: 2, at: 5_000) == 0)
    }

    @Test("Remembers so many callers at most, and goes on with new ones")
    func bounded() {
        let windows = LocalWindows { 0 }
        for number in 0..<(LocalWindows.countMax + 10) {
            let check = RateCheck(RateLimit("x", quota: 1), site: "a", sharer: "\(number)")
            #expect(windows.admit([check]).isAdmitted)
        }
        #expect(windows.count <= LocalWindows.countMax)
    }

    /// Bursts, steady streams and silences.
    private static func pause(_ generator: inout SeededGenerator) -> Int {
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: Int.random(in: 300...4_000, using: &generator)
        case 1...6: Int.random(in: 1...60, using: &generator)
        default: Int.random(in: 0...2, using: &generator)
        }
    }

    /// The most that lies in any window of the given length.
    static func most(_ taken: [(second: Int, cost: Int)], within seconds: Int) -> Int {
        var (most, sum, first) = (0, 0, 0)
        for last in taken.indices {
            sum += taken[last].cost
            while taken[first].second <= taken[last].second - seconds {
                sum -= taken[first].cost
                first += 1
            }
            most = max(most, sum)
        }
        return most
    }
}
