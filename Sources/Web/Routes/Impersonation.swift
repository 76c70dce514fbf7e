package import HTTPTypes
package import Vocabulary

/// Whether a route serves an operator who acts as somebody: to look and to help, never to take over.
///
/// Acting is over after half an hour, and what is written in somebody's name is not. So a route of an account, of
/// a booking or of the staff that writes refuses it, unless it says why it helps; one that reads serves it, unless what
/// is read is taken away as a file of personal data. What is served stands in the trail under both names.
package enum ImpersonationRule: String, Hashable, Sendable {
    case served
    case refused
}

extension RouteOptions {
    /// For a write that helps and gives nobody anything that lasts.
    package var servingImpersonation: RouteOptions { with(.served) }
    /// For a read whose answer is kept.
    package var refusingImpersonation: RouteOptions { with(.refused) }
    /// For a page that is also given as a file of personal data: the page is served, the file is kept.
    package var refusingImpersonatedFile: RouteOptions {
        var options = self
        options.impersonatedFile = .refused
        return options
    }

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
        case .member, .bookingHolder, .anyStaff: options.impersonation.map { $0 == .refused } ?? isWrite
        case .anyone, .proxy, .operate: false
        }
    }

    package var refusesImpersonatedFile: Bool { options.impersonatedFile == .refused }
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

    /// Who holds a booking needs no account; who acts as one is met all the same, whatever else they show.
    func admitHolder() throws(Problem) {
        if route.permission == .bookingHolder, let caller { try admit(caller) }
    }

    /// Before a page is given as a file. Throws `auth.impersonating` where the route keeps it.
    package func admitFile(_ caller: Caller) throws(Problem) {
        if route.refusesImpersonatedFile { try caller.refuseImpersonation() }
    }

    /// Whether somebody who acts would be turned away there, so that no page leads them on; of nobody else it is said.
    package func isClosedToActing(_ method: HTTPRequest.Method, _ address: String) -> Bool {
        destination(method, address)?.refusesImpersonation == true
    }

    package func isFileClosedToActing(_ address: String) -> Bool {
        destination(.get, address)?.refusesImpersonatedFile == true
    }

    /// Nil for what is no route of the site, and where nobody acts as somebody.
    private func destination(_ method: HTTPRequest.Method, _ address: String) -> Route? {
        guard caller?.impersonator != nil, address.hasPrefix("/") else { return nil }
        return try? parts.map.tenant.match(method, address.prefix { $0 != "?" && $0 != "#" }).route
    }
}
