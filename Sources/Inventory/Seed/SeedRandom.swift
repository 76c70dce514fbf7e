import Foundation
import Vocabulary

/// Numbers that depend on a name alone: the same seed gives the same hotels on every machine.
/// Begun with FNV-1a of the name.
struct SeedRandom: RandomNumberGenerator {
    private var generator: SeededGenerator

    init(_ name: String) {
        generator = SeededGenerator(
            seed: name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
    }

    mutating func next() -> UInt64 { generator.next() }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// `items` is not empty.
    mutating func one<Item>(of items: [Item]) -> Item { items[number(0...items.count - 1)] }

    /// True in so many of a hundred cases.
    mutating func chance(percent: Int) -> Bool { number(1...100) <= percent }

    /// A version 7 identifier of a fixed moment: what is seeded is older than what travellers make.
    mutating func identifier() -> UUID {
        IdentifierSource.version7(milliseconds: Self.milliseconds, using: &self)
    }

    /// 2026-01-01T00:00:00Z.
    private static let milliseconds: UInt64 = 1_767_225_600_000
}
