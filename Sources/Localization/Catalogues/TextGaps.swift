internal import Synchronization
package import Vocabulary

/// Remembers texts and arguments that were asked for and not there: the page is shown all the same,
/// and whoever looks after the catalogues learns of it.
package final class TextGaps: Sendable {
    package struct Gap: Hashable, Sendable {
        package let locale: LocaleTag
        package let key: String
        /// Nil when the whole text is missing.
        package let argument: String?
    }

    /// Different gaps remembered; a key made from input must not fill memory.
    static let keptMax = 1_000

    private let counts = Mutex<[Gap: Int]>([:])

    init() {}

    /// Most frequent first.
    package var report: [(gap: Gap, count: Int)] {
        counts.withLock { $0 }
            .map { (gap: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.gap.key) < ($0.count, $1.gap.key) }
    }

    func note(_ locale: LocaleTag, _ key: String, argument: String? = nil) {
        let gap = Gap(locale: locale, key: key, argument: argument)
        counts.withLock { counts in
            guard counts[gap] != nil || counts.count < Self.keptMax else { return }
            counts[gap, default: 0] += 1
        }
    }
}
