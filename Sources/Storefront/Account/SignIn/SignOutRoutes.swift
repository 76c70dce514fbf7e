import HTTPTypes
import Identity
import Vocabulary
import Web

/// The end of a session, one's own or that of an operator who acted as somebody.
struct SignOutRoutes: Sendable {
    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(.post, "/{locale}/sign-out", .anyone, "Sign this browser out", gives: [.redirect()], options: .page) {
                (_: NoInput, context: VisitorContext) in
                let visit = Visit(context, parts)
                if let caller = visit.caller, let account = caller.account, let session = caller.session {
                    do {
                        try await parts.identity.devices.revoke(session, of: account, visit.actor, in: visit.scope)
                    } catch IdentityError.sessionNotFound {
                        // Another window was faster: signed out it is.
                    }
                }
                let told: Told = visit.caller?.impersonator == nil ? .left : .ended
                return Answer.leading(to: told.on(visit.paths.signIn)).signedOut()
            }
        ]
    }
}
