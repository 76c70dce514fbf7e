import Foundation
import Pricing

extension CancellationTerms {
    /// When the penalty becomes another one; nil when it stays as it is.
    func changes(after instant: Date) -> Date? {
        let now = penalty(at: instant)
        return windows.compactMap(\.begins?.instant).filter { $0 > instant }.sorted().first { penalty(at: $0) != now }
    }
}
