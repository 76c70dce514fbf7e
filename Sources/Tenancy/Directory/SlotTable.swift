/// A hash table of numbers alone (open addressing, linear probing): what a number stands for, and
/// whether it is the one looked for, its owner knows. Four bytes a slot, at most three in four taken.
struct SlotTable: Sendable {
    private static let free: Int32 = -1
    /// Taken once: a search goes on past it.
    private static let gone: Int32 = -2
    private static let slotsMin = 16

    private var slots = ContiguousArray<Int32>(repeating: free, count: slotsMin)
    /// Slots that are not free, gone ones included.
    private var used = 0

    var byteCount: Int { slots.capacity * MemoryLayout<Int32>.stride }

    mutating func reserve(_ count: Int) {
        guard used == 0 else { return }
        slots = ContiguousArray(repeating: Self.free, count: Self.size(for: count))
    }

    func find(hash: Int, where isWanted: (Int32) -> Bool) -> Int32? {
        let mask = slots.count - 1
        var slot = hash & mask
        while slots[slot] != Self.free {
            if slots[slot] != Self.gone, isWanted(slots[slot]) { return slots[slot] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// `number` is not in the table yet. `hashOf`: of any number in it, asked when the table grows.
    mutating func insert(_ number: Int32, hash: Int, hashOf: (Int32) -> Int) {
        if (used + 1) * 4 > slots.count * 3 { grow(hashOf) }
        place(number, hash)
    }

    mutating func remove(_ number: Int32, hash: Int) {
        let mask = slots.count - 1
        var slot = hash & mask
        while slots[slot] != Self.free {
            if slots[slot] == number {
                slots[slot] = Self.gone
                return
            }
            slot = (slot + 1) & mask
        }
    }

    private mutating func place(_ number: Int32, _ hash: Int) {
        let mask = slots.count - 1
        var slot = hash & mask
        while slots[slot] != Self.free { slot = (slot + 1) & mask }
        slots[slot] = number
        used += 1
    }

    private mutating func grow(_ hashOf: (Int32) -> Int) {
        let numbers = slots.filter { $0 >= 0 }
        slots = ContiguousArray(repeating: Self.free, count: Self.size(for: numbers.count + 1))
        used = 0
        for number in numbers { place(number, hashOf(number)) }
    }

    /// A power of two of which `count` takes at most three quarters; after growing, at most half or so.
    private static func size(for count: Int) -> Int {
        var size = slotsMin
        while count * 4 > size * 3 - 4 { size *= 2 }
        return size
    }
}
