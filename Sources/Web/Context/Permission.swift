/// Who may call a route, told by the route itself. There is no default: a route without one does
/// not compile, and one that asks for somebody can only be given a handler that takes one.
package struct Permission<Context: RouteContext>: Sendable {
    package let rule: PermissionRule

    private init(_ rule: PermissionRule) { self.rule = rule }

    /// Everyone who can reach the host.
    package static var anyone: Permission { Permission(.anyone) }

    /// Whoever shows a booking's reference together with its contact e-mail; the booking's own
    /// look-up checks them, and answers as for a reference that does not exist.
    package static var bookingHolder: Permission { Permission(.bookingHolder) }
}

extension Permission where Context: AsksProxy {
    /// The proxy before us, asking for itself.
    package static var proxy: Permission { Permission(.proxy) }
}

extension Permission where Context: AsksOperator {
    package static func operate(_ area: OperatedArea) -> Permission { Permission(.operate(area)) }
}

extension Permission where Context: AsksMember {
    /// Whoever has an account of the site and is signed in.
    package static var member: Permission { Permission(.member) }
}

extension Permission where Context: AsksStaff {
    /// Somebody of the staff, or a key of theirs, with this right.
    package static func staff(_ area: StaffArea, _ level: StaffRight.Level) -> Permission {
        Permission(.staff(StaffRight(area, level)))
    }

    /// Anybody of the staff, whatever their rights.
    package static var anyStaff: Permission { Permission(.anyStaff) }
}

/// Contexts that admit nobody but those whom the permission of their route names. A route of such a
/// context with a permission for others does not start.
package protocol AsksSomebody: RouteContext {
    static func serves(_ rule: PermissionRule) -> Bool
}

package protocol AsksMember: AsksSomebody {}
package protocol AsksStaff: AsksSomebody {}
package protocol AsksOperator: AsksSomebody {}
package protocol AsksProxy: AsksSomebody {}

extension AsksMember {
    package static func serves(_ rule: PermissionRule) -> Bool { rule == .member }
}

extension AsksStaff {
    package static func serves(_ rule: PermissionRule) -> Bool {
        if case .staff = rule { true } else { rule == .anyStaff }
    }
}

extension AsksOperator {
    package static func serves(_ rule: PermissionRule) -> Bool { if case .operate = rule { true } else { false } }
}

extension AsksProxy {
    package static func serves(_ rule: PermissionRule) -> Bool { rule == .proxy }
}

extension Keyed: AsksSomebody where Stage: AsksSomebody {
    package static func serves(_ rule: PermissionRule) -> Bool { Stage.serves(rule) }
}
extension Keyed: AsksMember where Stage: AsksMember {}
extension Keyed: AsksStaff where Stage: AsksStaff {}
extension Dampened: AsksSomebody where Stage: AsksSomebody {
    package static func serves(_ rule: PermissionRule) -> Bool { Stage.serves(rule) }
}
extension Dampened: AsksMember where Stage: AsksMember {}
extension Dampened: AsksStaff where Stage: AsksStaff {}

/// A permission as a value: for the description, the log and the isolation sweep.
package enum PermissionRule: Hashable, Sendable, CustomStringConvertible {
    case anyone
    case bookingHolder
    case proxy
    case member
    case staff(StaffRight)
    case anyStaff
    case operate(OperatedArea)

    package var description: String {
        switch self {
        case .anyone: "anyone"
        case .bookingHolder: "booking_holder"
        case .proxy: "proxy"
        case .member: "member"
        case .staff(let right): "staff:\(right)"
        case .anyStaff: "staff"
        case .operate(let area): "operate:\(area.rawValue)"
        }
    }
}

/// What an operator works on. Every operator has all of them.
package enum OperatedArea: String, Sendable, CaseIterable {
    case tenants
    case domains
    case branding
    case billing
    case migrations
    case jobs
    case mail
    case audit
    case statistics
    case rates
    case payments
    case operators
}
