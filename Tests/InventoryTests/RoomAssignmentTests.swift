import TestSupport
import Testing
import Vocabulary

@testable import Inventory

@Suite("Which room type for whom")
struct RoomAssignmentTests {
    /// Tries every combination.
    private func leastCost(_ choices: [[RoomAssignment.Choice]], free: [Int]) -> Int? {
        guard let first = choices.first else { return 0 }
        return first.compactMap { choice -> Int? in
            guard free[choice.kind] > 0 else { return nil }
            var left = free
            left[choice.kind] -= 1
            return leastCost(Array(choices.dropFirst()), free: left).map { $0 + choice.cost }
        }.min()
    }

    @Test("the cheapest that fits is found, as by trying everything")
    func optimal() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<2000 {
            let kinds = Int.random(in: 1...4, using: &random)
            let free = (0..<kinds).map { _ in Int.random(in: 0...3, using: &random) }
            let choices = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<kinds).filter { _ in Int.random(in: 0...3, using: &random) > 0 }.map {
                    RoomAssignment.Choice(kind: $0, cost: Int.random(in: 1...50, using: &random))
                }
            }
            let found = RoomAssignment.cheapest(choices, free: free)
            let cost = found.map { kinds in
                zip(choices, kinds).reduce(0) { sum, room in
                    sum + (room.0.first { $0.kind == room.1 }?.cost ?? 1_000_000)
                }
            }
            #expect(cost == leastCost(choices, free: free))
            if let found { for kind in 0..<kinds { #expect(found.count { $0 == kind } <= free[kind]) } }
        }
    }
}
