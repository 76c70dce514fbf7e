package import Foundation
package import Vocabulary

/// What two sides that tell of the same money do not agree on. Pure: given the same facts it says the same.
package struct Reconciliation: Hashable, Sendable {
    package enum Side: String, Hashable, Sendable {
        case ledger
        case processor
    }

    package struct Difference: Hashable, Sendable {
        package let ledger: ProcessorFact
        package let processor: ProcessorFact

        /// `gross`, `fee`, `currency`, `time`: what is not the same.
        package let fields: [String]
    }

    package struct Absence: Hashable, Sendable {
        /// The side that does not know it.
        package let from: Side
        package let fact: ProcessorFact
    }

    package struct Doubling: Hashable, Sendable {
        /// The side that tells it more than once.
        package let on: Side
        package let id: String
        package let kind: ProcessorFact.Kind
        package let count: Int
    }

    package let agreedCount: Int
    package let missing: [Absence]
    package let doubled: [Doubling]
    package let differing: [Difference]
    /// Missing on one side, but so young that its word may still be on the way.
    package let onTheWay: [Absence]

    package var isSound: Bool { missing.isEmpty && doubled.isEmpty && differing.isEmpty }

    /// How far apart the two sides' times of one thing may be.
    package static let timeToleranceSeconds = 86_400.0

    /// - Parameters:
    ///   - period: what both sides date outside of it is not looked at.
    ///   - settledUntil: what happened before is known to both sides or missing; nil where all of it is.
    package init(
        ledger: [ProcessorFact], processor: [ProcessorFact], _ period: StatementPeriod = StatementPeriod(),
        settledUntil: Date? = nil
    ) {
        let all = (ours: Self.grouped(ledger), theirs: Self.grouped(processor))
        let names = Set(all.ours.keys).union(all.theirs.keys).filter { name in
            ((all.ours[name] ?? []) + (all.theirs[name] ?? [])).contains { period.holds($0.time) }
        }
        let ours = all.ours.filter { names.contains($0.key) }
        let theirs = all.theirs.filter { names.contains($0.key) }
        var agreed = 0
        var (missing, onTheWay, differing) = ([Absence](), [Absence](), [Difference]())
        for name in names.sorted(by: Self.isBefore) {
            switch (ours[name]?.first, theirs[name]?.first) {
            case (let own?, let other?):
                let fields = Self.differences(own, other)
                if fields.isEmpty {
                    agreed += 1
                } else {
                    differing.append(Difference(ledger: own, processor: other, fields: fields))
                }
            case (let fact?, nil), (nil, let fact?):
                let absence = Absence(from: ours[name] == nil ? .ledger : .processor, fact: fact)
                if let settledUntil, fact.time >= settledUntil {
                    onTheWay.append(absence)
                } else {
                    missing.append(absence)
                }
            case (nil, nil): break
            }
        }
        agreedCount = agreed
        self.missing = missing
        self.onTheWay = onTheWay
        self.differing = differing
        doubled = Self.doublings(ours, .ledger) + Self.doublings(theirs, .processor)
    }

    private struct Name: Hashable {
        let id: String
        let kind: ProcessorFact.Kind
    }

    private static func isBefore(_ left: Name, _ right: Name) -> Bool {
        (left.id, left.kind.rawValue) < (right.id, right.kind.rawValue)
    }

    /// In the order of their coming, so that the first of a doubled one is compared.
    private static func grouped(_ facts: [ProcessorFact]) -> [Name: [ProcessorFact]] {
        Dictionary(grouping: facts) { Name(id: $0.id, kind: $0.kind) }
    }

    private static func doublings(_ facts: [Name: [ProcessorFact]], _ side: Side) -> [Doubling] {
        facts.filter { $0.value.count > 1 }.sorted { isBefore($0.key, $1.key) }.map { name, all in
            Doubling(on: side, id: name.id, kind: name.kind, count: all.count)
        }
    }

    private static func differences(_ left: ProcessorFact, _ right: ProcessorFact) -> [String] {
        var fields: [String] = []
        if left.gross.currency != right.gross.currency { fields.append("currency") }
        if left.gross.minor != right.gross.minor { fields.append("gross") }
        // Without a fee its currency says nothing.
        if left.fee.minor != right.fee.minor || (left.fee.minor != 0 && left.fee.currency != right.fee.currency) {
            fields.append("fee")
        }
        if abs(left.time.timeIntervalSince(right.time)) > timeToleranceSeconds { fields.append("time") }
        return fields
    }
}
