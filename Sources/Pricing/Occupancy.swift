/// Who sleeps in one room: adults, and children by their age in whole years at check-in.
package struct Occupancy: Hashable, Sendable {
    package static let adultsMax = 8
    package static let childrenMax = 6
    package static let guestsMax = 9
    package static let childAges = 0...17

    package let adults: Int
    package let childAges: [Int]

    package enum Fault: Error, Hashable, Sendable {
        case adults
        case children
        case childAge
        case guests
    }

    package init(adults: Int, childAges: [Int] = []) throws(Fault) {
        guard (1...Self.adultsMax).contains(adults) else { throw .adults }
        guard childAges.count <= Self.childrenMax else { throw .children }
        guard childAges.allSatisfy(Self.childAges.contains) else { throw .childAge }
        guard adults + childAges.count <= Self.guestsMax else { throw .guests }
        self.adults = adults
        self.childAges = childAges.sorted()
    }

    package var guests: Int { adults + childAges.count }

    /// Persons of at least this age; adults are of every age.
    func persons(fromAge age: Int) -> Int { adults + childAges.count { $0 >= age } }
}

extension Occupancy: CustomStringConvertible, LosslessStringConvertible {
    /// `2,4,9`: the adults, then each child's age, as the `room` query parameter writes it.
    package var description: String { ([adults] + childAges).map(String.init).joined(separator: ",") }

    package init?(_ description: String) {
        let parts = description.split(separator: ",", omittingEmptySubsequences: false).map { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
        }
        let numbers = parts.compactMap(\.self)
        guard numbers.count == parts.count, let adults = numbers.first else { return nil }
        do throws(Fault) {
            try self.init(adults: adults, childAges: Array(numbers.dropFirst()))
        } catch {
            return nil
        }
    }
}
