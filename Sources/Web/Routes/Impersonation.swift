package import Vocabulary

/// Whether a route serves an operator who acts as somebody: to look and to help, never to take over.
///
/// Acting is over after half an hour, and what is written in somebody's name is not. So a route of an account or of
/// the staff that writes refuses it, unless it says why it helps; one that reads serves it, unless what is read is
/// taken away as a file of personal data. What is served stands in the trail under both names.
package enum ImpersonationRule: String, Hashable, Sendable {
    case served
    case refused
}

extension RouteOptions {
    /// For a write that helps and gives nobody anything that lasts.
    package var servingImpersonation: RouteOptions { with(.served) }
    /// For a read whose answer is kept.
    package var refusingImpersonation: RouteOptions { with(.refused) }

    private func with(_ rule: ImpersonationRule) -> RouteOptions {
        var options = self
        options.impersonation = rule
        return options
    }
}

extension Route {
    package var refusesImpersonation: Bool {
        switch permission {
        // The form of a write says so before anybody fills it in.
        case .staff(let right): options.impersonation.map { $0 == .refused } ?? (isWrite || right.level == .write)
        case .member, .anyStaff: options.impersonation.map { $0 == .refused } ?? isWrite
        case .anyone, .bookingHolder, .proxy, .operate: false
        }
    }
}

extension Problem {
    static let impersonating = Problem(403, "auth.impersonating")
}

extension Caller {
    /// Throws `auth.impersonating` where an operator acts as somebody and may only look.
    package func refuseImpersonation() throws(Problem) {
        if impersonator != nil { throw .impersonating }
    }
}

extension Arrival {
    func admit(_ caller: Caller) throws(Problem) {
        if route.refusesImpersonation { try caller.refuseImpersonation() }
    }
}
