import TestSupport
import Testing
import Vocabulary

@Suite("Money")
struct MoneyTests {
    @Test(
        "Parts always sum to the whole, whatever its sign and the weights",
        arguments: 1...8 as ClosedRange<UInt64>)
    func sumsExactly(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let whole = Money(
                minor: .random(in: -Money.minorMax...Money.minorMax, using: &generator), .eur)
            var weights = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                Bool.random(using: &generator) ? 0 : Int.random(in: 0...1_000_000, using: &generator)
            }
            weights[0] += 1
            let parts = whole.allocated(by: weights)
            #expect(parts.reduce(.zero(.eur), +) == whole, "\(whole) by \(weights)")
            #expect(parts.count == weights.count)
        }
    }

    @Test(
        "No part is a whole unit away from its exact share, and none has the other sign",
        arguments: [1, 2, 3] as [UInt64])
    func nearestShare(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let minor = Int.random(in: -100_000...100_000, using: &generator)
            let weights = (0..<5).map { _ in Int.random(in: 1...1_000, using: &generator) }
            let total = weights.reduce(0, +)
            for (part, weight) in zip(Money(minor: minor, .usd).allocated(by: weights), weights) {
                #expect(abs(part.minor * total - minor * weight) < total)
                #expect(part.minor == 0 || (part.minor < 0) == (minor < 0))
            }
        }
    }

    @Test("What is left goes to the largest remainders, earlier parts first among equals")
    func largestRemainder() {
        func split(_ minor: Int, _ weights: [Int]) -> [Int] {
            Money(minor: minor, .eur).allocated(by: weights).map(\.minor)
        }
        #expect(split(100, [1, 1, 1]) == [34, 33, 33])
        #expect(split(-100, [1, 1, 1]) == [-34, -33, -33])
        #expect(split(10, [1, 4, 4]) == [1, 5, 4])
        #expect(split(7, [5, 3, 1]) == [4, 2, 1])
        #expect(split(1, [0, 0, 1]) == [0, 0, 1])
        #expect(split(5, [0, 1, 0, 1]) == [0, 3, 0, 2])
        #expect(split(0, [3, 4]) == [0, 0])
        #expect(split(Money.minorMax, [Money.minorMax, 1]).reduce(0, +) == Money.minorMax)
    }

    @Test("A part of weight zero never receives anything", arguments: [4, 5] as [UInt64])
    func zeroWeights(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let weights = [
                0, Int.random(in: 1...9, using: &generator), 0, Int.random(in: 1...9, using: &generator), 0,
            ]
            let parts = Money(minor: .random(in: -999...999, using: &generator), .jpy).allocated(
                by: weights)
            #expect(zip(parts, weights).allSatisfy { $1 > 0 || $0.minor == 0 })
        }
    }

    @Test(
        "A share in basis points is rounded half away from zero",
        arguments: [
            (10_000, 1_000, 1_000), (5, 1_000, 1), (4, 1_000, 0), (-5, 1_000, -1), (-4, 1_000, 0),
            (5, -1_000, -1),
            (-5, -1_000, 1), (12_345, 10_000, 12_345), (1, 4_999, 0), (1, 5_000, 1), (0, 700, 0),
            (9_000_000_000_000, 10_000, 9_000_000_000_000),
        ])
    func share(minor: Int, basisPoints: Int, expected: Int) {
        #expect(Money(minor: minor, .eur).share(basisPoints: basisPoints).minor == expected)
    }

    @Test("A share is never more than half a unit away from the exact one")
    func shareIsNearest() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<2_000 {
            let minor = Int.random(in: -1_000_000_000...1_000_000_000, using: &generator)
            let basisPoints = Int.random(in: -20_000...20_000, using: &generator)
            let share = Money(minor: minor, .eur).share(basisPoints: basisPoints).minor
            #expect(abs(share * 10_000 - minor * basisPoints) <= 5_000)
        }
    }

    @Test("Sums, differences and multiples keep the currency; the text has its decimals")
    func arithmetic() {
        #expect(Money(minor: 150, .eur) + Money(minor: -50, .eur) == Money(minor: 100, .eur))
        #expect(Money(minor: 150, .eur) - Money(minor: 200, .eur) == Money(minor: -50, .eur))
        #expect(Money(minor: 150, .kwd) * 3 == Money(minor: 450, .kwd))
        #expect(Money(minor: 12_900, .eur).description == "129.00 EUR")
        #expect(Money(minor: -5, .eur).description == "-0.05 EUR")
        #expect(Money(minor: 1_005, .kwd).description == "1.005 KWD")
        #expect(Money(minor: -12_900, .jpy).description == "-12900 JPY")
    }
}
