internal import Synchronization

/// What the application asks of the database, by statement: how often, how long, how many slow, how many failed.
///
/// One for a process. Values never get here: statements are told apart by their normalised text.
package final class StatementStatistics: Sendable {
    /// Statements told apart; later ones are counted together by kind.
    package static let fingerprintsMax = 2_000
    /// From here on a statement counts as slow.
    package static let slowThresholdDefault = Duration.milliseconds(250)

    /// The counts of one statement at one moment.
    package struct Entry: Sendable, Hashable {
        package let fingerprint: UInt64
        package let kind: StatementKind
        package let text: String
        package let calls: Int
        package let errors: Int
        package let slow: Int
        package let total: Duration
        package let max: Duration
    }

    private let slowNanoseconds: UInt64
    private let meters: [StatementKind: StatementMeters]
    private let tallies = Mutex<[UInt64: StatementTally]>([:])

    package init(slowThreshold: Duration = slowThresholdDefault) {
        slowNanoseconds = slowThreshold.nanoseconds
        meters = Dictionary(uniqueKeysWithValues: StatementKind.allCases.map { ($0, StatementMeters($0)) })
    }

    /// What there is now, most time spent first.
    package func snapshot() -> [Entry] {
        tallies.withLock { Array($0.values) }.map(\.snapshot).sorted { $0.total > $1.total }
    }

    func tally(for shape: StatementShape) -> StatementTally {
        tallies.withLock { tallies in
            if let known = tallies[shape.fingerprint] { return known }
            guard tallies.count < Self.fingerprintsMax else { return overflow(shape.kind, in: &tallies) }
            let tally = StatementTally(
                fingerprint: shape.fingerprint, kind: shape.kind, text: shape.normalised, meters: meters[shape.kind])
            tallies[shape.fingerprint] = tally
            return tally
        }
    }

    func record(_ tally: StatementTally, nanoseconds: UInt64, isError: Bool) {
        tally.add(nanoseconds: nanoseconds, isError: isError, isSlow: nanoseconds >= slowNanoseconds)
    }

    /// Fingerprints below the number of kinds can not come out of a text of ours by any likelihood.
    private func overflow(_ kind: StatementKind, in tallies: inout [UInt64: StatementTally]) -> StatementTally {
        let key = UInt64(StatementKind.allCases.firstIndex(of: kind) ?? 0)
        if let known = tallies[key] { return known }
        let tally = StatementTally(
            fingerprint: key, kind: kind, text: "(other \(kind.rawValue) statements)",
            meters: meters[kind])
        tallies[key] = tally
        return tally
    }
}
