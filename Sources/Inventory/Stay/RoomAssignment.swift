import Pricing

/// Chooses a room type for each room of a basket so that the whole is cheapest and no type is asked
/// for more rooms than it has free.
///
/// Depth-first with a bound: what is still to be assigned costs at least the sum of each room's
/// cheapest choice. With stock enough the first descent is the answer.
struct RoomAssignment {
    struct Choice {
        /// Index of the room type.
        let kind: Int
        let cost: Int
    }

    /// For each room its choices, cheapest first.
    private let choices: [[Choice]]
    /// The least that the rooms from an index on can cost.
    private let floors: [Int]
    private var free: [Int]
    private var best: (cost: Int, kinds: [Int])?
    private var stepsLeft = Self.stepsMax

    /// Nine rooms of ten types are a billion combinations in the worst case, which no real basket comes
    /// near; past this the best found so far stands.
    private static let stepsMax = 200_000

    /// `free` counts the rooms of each type on the stay's fullest night.
    private init(choices: [[Choice]], free: [Int]) {
        self.choices = choices
        self.free = free
        var floors = Array(repeating: 0, count: choices.count + 1)
        for index in choices.indices.reversed() {
            floors[index] = floors[index + 1] + (choices[index].first?.cost ?? 0)
        }
        self.floors = floors
    }

    /// The type of each room, or nil when the basket does not fit.
    static func cheapest(_ choices: [[Choice]], free: [Int]) -> [Int]? {
        guard choices.allSatisfy({ !$0.isEmpty }), free.reduce(0, +) >= choices.count else { return nil }
        var search = RoomAssignment(choices: choices.map { $0.sorted { $0.cost < $1.cost } }, free: free)
        search.descend(room: 0, cost: 0, kinds: [])
        return search.best?.kinds
    }

    private mutating func descend(room: Int, cost: Int, kinds: [Int]) {
        if let best, cost + floors[room] >= best.cost { return }
        guard room < choices.count else {
            best = (cost, kinds)
            return
        }
        for choice in choices[room] where free[choice.kind] > 0 {
            stepsLeft -= 1
            guard stepsLeft > 0 else { return }
            free[choice.kind] -= 1
            descend(room: room + 1, cost: cost + choice.cost, kinds: kinds + [choice.kind])
            free[choice.kind] += 1
        }
    }
}
