package import Web

/// What somebody is to a tenant. Rights follow from it; nobody has rights of their own.
package enum Role: String, Hashable, Sendable, CaseIterable {
    /// Everything, and the only one who makes owners.
    case owner
    /// Everything but owners.
    case admin
    /// Looks after travellers and their bookings.
    case agent
    /// Sends travellers; sees what becomes of them.
    case partner
    case traveller

    package var rights: Set<StaffRight> {
        switch self {
        case .owner, .admin: Set(StaffArea.allCases.map { StaffRight($0, .write) })
        case .agent:
            [StaffRight(.bookings, .write), StaffRight(.mail, .read), StaffRight(.site, .read)]
        case .partner: [StaffRight(.site, .read)]
        case .traveller: []
        }
    }

    package var isStaff: Bool { self != .traveller }

    /// Who may give this role to somebody, or take it away.
    package func isGiven(by giver: Role) -> Bool {
        switch giver {
        case .owner: true
        case .admin: self != .owner
        case .agent, .partner, .traveller: false
        }
    }

    /// Staff sign in anew each working day; a traveller's device is remembered for a month.
    var sessionSeconds: Int { isStaff ? 12 * 3_600 : 30 * 86_400 }
}
