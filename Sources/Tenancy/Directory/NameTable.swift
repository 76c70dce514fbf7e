/// Names and the places they stand for, flat: all letters in one array, all slots in another. A
/// dictionary of strings takes several times the memory for the hosts of a hundred thousand tenants.
///
/// A place may have several names; they are chained, so that letting go of them costs what they cost,
/// however many others there are. Letters of names that went are kept until the table is made anew.
struct NameTable: Sendable {
    private struct Name {
        let start: UInt32
        let length: UInt16
        /// Stands where the layout leaves room anyway.
        var isMain: Bool
        var place: Int32
        /// The next name of the same place, or none.
        var next: Int32
    }

    private static let none: Int32 = -1

    private var letters: ContiguousArray<UInt8> = []
    private var names: ContiguousArray<Name> = []
    private var slots = SlotTable()
    /// The first name of each place.
    private var firsts: ContiguousArray<Int32> = []

    var byteCount: Int {
        letters.capacity + names.capacity * MemoryLayout<Name>.stride + slots.byteCount
            + firsts.capacity * MemoryLayout<Int32>.stride
    }

    mutating func reserve(_ count: Int, letters letterCount: Int) {
        letters.reserveCapacity(letterCount)
        names.reserveCapacity(count)
        firsts.reserveCapacity(count)
        slots.reserve(count)
    }

    func place(of name: String) -> Int32? {
        index(of: name).map { names[Int($0)].place }
    }

    /// The names of a place, the one given last first.
    func names(of place: Int32) -> [String] {
        guard firsts.indices.contains(Int(place)) else { return [] }
        var found: [String] = []
        var index = firsts[Int(place)]
        while index != Self.none {
            let name = names[Int(index)]
            found.append(String(decoding: spelling(of: name), as: UTF8.self))
            index = name.next
        }
        return found
    }

    /// The one of a place's names that was put as its main one.
    func mainName(of place: Int32) -> String? {
        guard firsts.indices.contains(Int(place)) else { return nil }
        var index = firsts[Int(place)]
        while index != Self.none {
            let name = names[Int(index)]
            if name.isMain { return String(decoding: spelling(of: name), as: UTF8.self) }
            index = name.next
        }
        return nil
    }

    /// Whoever had the name before has it no more.
    mutating func put(_ name: String, at place: Int32, isMain: Bool = false) {
        if let known = index(of: name) {
            names[Int(known)].isMain = isMain
            guard names[Int(known)].place != place else { return }
            unchain(known)
            chain(known, to: place)
            return
        }
        let start = UInt32(letters.count)
        letters.append(contentsOf: name.utf8)
        let index = Int32(names.count)
        names.append(
            Name(
                start: start, length: UInt16(name.utf8.count), isMain: isMain, place: Self.none, next: Self.none))
        slots.insert(index, hash: Self.hash(name)) { [letters, names] other in
            Self.hash(String(decoding: Self.spelling(of: names[Int(other)], in: letters), as: UTF8.self))
        }
        chain(index, to: place)
    }

    /// Nothing happens where another place has the name.
    mutating func remove(_ name: String, at place: Int32) {
        guard let index = index(of: name), names[Int(index)].place == place else { return }
        unchain(index)
        names[Int(index)].place = Self.none
        slots.remove(index, hash: Self.hash(name))
    }

    private mutating func chain(_ index: Int32, to place: Int32) {
        while firsts.count <= Int(place) { firsts.append(Self.none) }
        names[Int(index)].place = place
        names[Int(index)].next = firsts[Int(place)]
        firsts[Int(place)] = index
    }

    private mutating func unchain(_ index: Int32) {
        let (place, next) = (Int(names[Int(index)].place), names[Int(index)].next)
        guard firsts[place] != index else {
            firsts[place] = next
            return
        }
        var before = firsts[place]
        while names[Int(before)].next != index { before = names[Int(before)].next }
        names[Int(before)].next = next
    }

    private func index(of name: String) -> Int32? {
        slots.find(hash: Self.hash(name)) { spelling(of: names[Int($0)]).elementsEqual(name.utf8) }
    }

    private func spelling(of name: Name) -> ContiguousArray<UInt8>.SubSequence {
        Self.spelling(of: name, in: letters)
    }

    private static func spelling(
        of name: Name, in letters: ContiguousArray<UInt8>
    ) -> ContiguousArray<UInt8>.SubSequence {
        letters[Int(name.start)..<Int(name.start) + Int(name.length)]
    }

    private static func hash(_ name: String) -> Int {
        var hasher = Hasher()
        hasher.combine(name)
        return hasher.finalize()
    }
}
