package import Vocabulary
import Web

/// Why something about people and their credentials is refused. None of these tells whether an account exists
/// to somebody who has not proved to be its holder.
package enum IdentityError: ProblemSource, Hashable, Sendable {
    /// No such address, another password, or an account that is closed: one answer.
    case logInFailed
    case codeRequired
    case codeWrong
    /// Used, expired, or never sent.
    case linkExpired
    /// Used, expired, revoked, or never given.
    case refreshRefused
    case passwordWrong
    case emailTaken
    case accountNotFound
    case sessionNotFound
    case keyNotFound
    case invitationNotFound
    case alreadyStaff
    /// Somebody has to own the site.
    case lastOwner
    /// A role that the caller cannot give or take.
    case roleNotYours
    case factorAlreadyOn
    case factorOff
    case invalid([Problem.Fault])

    package var problem: Problem {
        switch self {
        case .logInFailed: Problem(401, "auth.failed")
        case .codeRequired: Problem(401, "auth.code_required")
        case .codeWrong: Problem(401, "auth.code_wrong")
        case .linkExpired: Problem(410, "auth.link_expired")
        case .refreshRefused: Problem(401, "auth.refresh_refused")
        case .passwordWrong: Problem(403, "auth.password_wrong")
        case .emailTaken: Problem(409, "account.email_taken")
        case .accountNotFound: Problem(404, "account.not_found")
        case .sessionNotFound: Problem(404, "session.not_found")
        case .keyNotFound: Problem(404, "key.not_found")
        case .invitationNotFound: Problem(404, "invitation.not_found")
        case .alreadyStaff: Problem(409, "staff.already")
        case .lastOwner: Problem(409, "staff.last_owner")
        case .roleNotYours: Problem(403, "staff.role_not_yours")
        case .factorAlreadyOn: Problem(409, "factor.already_on")
        case .factorOff: Problem(409, "factor.off")
        case .invalid(let faults): Problem(422, "input.invalid", faults: faults)
        }
    }
}
