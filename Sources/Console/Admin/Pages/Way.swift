import Tenancy
import Web

/// A part of the console and the right that opens it.
struct Way: Sendable {
    let word: String
    let path: String
    let area: StaffArea?

    func isOpen(to caller: Caller) -> Bool {
        area.map { caller.rights.allow(StaffRight($0, .read)) } ?? caller.isStaff
    }

    /// The one that a page lies under: the longest, for the overview lies above all of them.
    static func current(_ path: some StringProtocol, of ways: [Way]) -> Way? {
        ways.filter { path == $0.path || path.hasPrefix($0.path + "/") }.max { $0.path.count < $1.path.count }
    }

    static let all = [
        Way(word: "overview", path: "/admin", area: nil),
        Way(word: "bookings", path: "/admin/bookings", area: .bookings),
        Way(word: "payments", path: "/admin/payments", area: .finance),
        Way(word: "ledger", path: "/admin/ledger", area: .finance),
        Way(word: "reports", path: ReportPages.path, area: nil),
        Way(word: "billing", path: "/admin/billing", area: .finance),
        Way(word: "brand", path: "/admin/brand", area: .branding),
        Way(word: "texts", path: "/admin/texts", area: .texts),
        Way(word: "contact", path: "/admin/contact", area: .site),
        Way(word: "legal", path: "/admin/legal", area: .site),
        Way(word: "domains", path: "/admin/domains", area: .domains),
        Way(word: "mail", path: "/admin/mail", area: .mail),
        Way(word: "staff", path: "/admin/staff", area: .staff),
        Way(word: "keys", path: "/admin/keys", area: .keys),
        Way(word: "statistics", path: "/admin/statistics", area: .site),
        Way(word: "audit", path: "/admin/audit", area: .audit),
    ]
}
