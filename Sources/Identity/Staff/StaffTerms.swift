import Postgres
import Vocabulary
import Web

/// How many may work for one site: few enough that their list is read whole, opened, searched and ordered by names
/// that the database knows only sealed.
package enum StaffTerms {
    package static let peopleMax = 500
    /// Waiting for an answer at once, those that have expired included.
    package static let invitationsMax = 200

    /// Throws `staff.too_many`, where one more would be too many.
    static func check(_ counts: Row, isInvitation: Bool) throws {
        let (people, invitations) = (
            try counts.get("people", as: Int.self), try counts.get("invitations", as: Int.self)
        )
        guard people + invitations < peopleMax, !isInvitation || invitations < invitationsMax else {
            throw Problem(
                409, "staff.too_many", ["people": .number(peopleMax), "invitations": .number(invitationsMax)])
        }
    }
}
