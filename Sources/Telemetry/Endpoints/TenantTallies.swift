import Synchronization

/// How many requests each tenant had and how they went, between two times of asking.
///
/// Two banks of fixed size take turns: requests count into the one, the other was left when it was last asked for and
/// is read and emptied now. So nothing grows with the tenants, no request waits, and none is counted for another:
/// whoever still counts into a bank began so long ago that it has ended.
package final class TenantTallies: Sendable {
    /// Tenants told apart between two times; those that find no place are counted together under `rest`.
    package static let tenantsMax = 1_024
    package static let rest = 0
    private static let probesMax = 8
    private static let hashShift = 64 - 10

    package struct Times: Hashable, Sendable {
        package let tenant: Int
        /// By the first digit of the status, 0 for none of HTTP's.
        package private(set) var classes: [Int]
        package private(set) var tally: DurationTally

        package init(tenant: Int, classes: [Int], tally: DurationTally) {
            self.tenant = tenant
            self.classes = classes
            self.tally = tally
        }

        package static func + (left: Times, right: Times) -> Times {
            Times(
                tenant: left.tenant, classes: zip(left.classes, right.classes).map(+),
                tally: left.tally + right.tally)
        }
    }

    package static let classCount = 6
    /// Classes, buckets, the sum of nanoseconds.
    private static let width = classCount + DurationBounds.coarseCount + 1

    private struct Bank: Sendable {
        let tenants = AtomicCounts(count: tenantsMax)
        let cells = AtomicCounts(count: (tenantsMax + 1) * width)
    }

    private let banks = (Bank(), Bank())
    private let active = Atomic<Int>(0)
    private let taking = Mutex(())

    package init() {}

    /// - Parameter tenant: its number, which is above zero.
    package func record(tenant: Int32, status: Int, _ sample: DurationSample) {
        let bank = bank(active.load(ordering: .relaxed))
        let key = Int(tenant)
        let start = Int(
            truncatingIfNeeded: (UInt64(truncatingIfNeeded: key) &* 0x9E37_79B9_7F4A_7C15) >> Self.hashShift)
        var slot = Self.tenantsMax
        for probe in 0..<Self.probesMax {
            let place = (start + probe) & (Self.tenantsMax - 1)
            if bank.tenants.claim(key, at: place) {
                slot = place
                break
            }
        }
        let row = slot * Self.width
        bank.cells.add(at: row + ((100..<600).contains(status) ? status / 100 : 0))
        bank.cells.add(at: row + Self.classCount + DurationBounds.coarseOfFine[sample.bucket])
        bank.cells.add(sample.nanoseconds, at: row + Self.width - 1)
    }

    /// What was counted until the time before; what has been counted since comes the next time.
    package func take() -> [Times] {
        taking.withLock { _ in
            let old = 1 - active.load(ordering: .relaxed)
            let bank = bank(old)
            let (tenants, cells) = (bank.tenants.values + [Self.rest], bank.cells.values)
            bank.tenants.reset()
            bank.cells.reset()
            active.store(old, ordering: .sequentiallyConsistent)
            return tenants.enumerated().compactMap { slot, tenant in
                let row = cells[(slot * Self.width)..<((slot + 1) * Self.width)]
                let classes = Array(row.prefix(Self.classCount))
                guard classes.contains(where: { $0 > 0 }) else { return nil }
                let counts = Array(row.dropFirst(Self.classCount).dropLast())
                return Times(
                    tenant: tenant, classes: classes,
                    tally: DurationTally(nanoseconds: row.last ?? 0, counts: counts))
            }
        }
    }

    private func bank(_ index: Int) -> Bank { index == 0 ? banks.0 : banks.1 }
}
