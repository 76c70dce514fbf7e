import Postgres

/// What accounts can be looked through by. What stands on them is no order: it is summed of those that are shown, and
/// never of all.
package enum AccountOrder: String, CaseIterable, Hashable, Sendable {
    case account
    case currency
    case opened

    /// Columns of `a`, the last of which is each account's own.
    var columns: [SQL] {
        switch self {
        case .account: ["a.code", "a.currency", "a.account_id"]
        case .currency: ["a.currency", "a.code", "a.account_id"]
        case .opened: ["a.opened_at", "a.account_id"]
        }
    }

    /// What those are at a place.
    func values(at place: AccountPlace) -> [SQL] {
        switch self {
        case .account: ["\(place.code)", "\(place.currency)", "\(place.id)"]
        case .currency: ["\(place.currency)", "\(place.code)", "\(place.id)"]
        // Read where it stands: accounts are never taken away, and a cursor is as exact as the database's clock.
        case .opened:
            ["(select o.opened_at from ledger_accounts o where o.account_id = \(place.id))", "\(place.id)"]
        }
    }
}
