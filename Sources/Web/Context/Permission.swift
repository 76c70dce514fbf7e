/// Who may call a route, told by the route itself. There is no default: a route without one does
/// not compile, and one that asks for an operator can only be given a handler that takes one.
package struct Permission<Context: RouteContext>: Sendable {
    package let rule: PermissionRule

    private init(_ rule: PermissionRule) { self.rule = rule }

    /// Everyone who can reach the host.
    package static var anyone: Permission { Permission(.anyone) }

    /// Whoever shows a booking's reference together with its contact e-mail; the booking's own
    /// look-up checks them, and answers as for a reference that does not exist.
    package static var bookingHolder: Permission { Permission(.bookingHolder) }
}

extension Permission where Context == ProxyContext {
    /// The proxy before us, asking for itself.
    package static var proxy: Permission { Permission(.proxy) }
}

extension Permission where Context == OperatorContext {
    package static func operate(_ area: OperatedArea) -> Permission { Permission(.operate(area)) }
}

/// A permission as a value: for the description, the log and the isolation sweep.
package enum PermissionRule: Hashable, Sendable, CustomStringConvertible {
    case anyone
    case bookingHolder
    case proxy
    case operate(OperatedArea)

    package var description: String {
        switch self {
        case .anyone: "anyone"
        case .bookingHolder: "booking_holder"
        case .proxy: "proxy"
        case .operate(let area): "operate:\(area.rawValue)"
        }
    }
}

/// What an operator works on. Until accounts exist an operator's token opens all of them.
package enum OperatedArea: String, Sendable, CaseIterable {
    case tenants
    case domains
    case branding
    case billing
    case migrations
    case jobs
    case audit
}
