import Foundation
import Synchronization
import Vocabulary

/// Whose turn it is: the tenant each queue's last claim ended with. Without it the tenants at the front
/// of the walk would be served again and again, and those behind them never.
final class ClaimRounds: Sendable {
    /// Below every identifier of version 7.
    static let start = TenantID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))

    private let lasts = Mutex<[String: TenantID]>([:])

    func last(of queue: String) -> TenantID { lasts.withLock { $0[queue] ?? Self.start } }

    /// `tenants` in any order: those behind the last one came first, then those from the front.
    func served(_ tenants: [TenantID], of queue: String) {
        lasts.withLock { lasts in
            let last = (lasts[queue] ?? Self.start).description
            let furthest = tenants.max { left, right in
                let (one, two) = (left.description, right.description)
                return (one <= last ? 1 : 0, one) < (two <= last ? 1 : 0, two)
            }
            if let furthest { lasts[queue] = furthest }
        }
    }
}
