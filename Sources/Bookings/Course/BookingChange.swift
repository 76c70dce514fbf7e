package import Foundation
package import Tenancy

/// One step that a booking has taken, for its timeline and for those who hear of it.
package struct BookingChange: Hashable, Sendable {
    package let booking: BookingID
    /// Of the booking after the change; counts from 1 without a gap.
    package let sequence: Int
    /// Nil for the one that made it.
    package let action: BookingAction?
    package let from: BookingState?
    package let to: BookingState

    package init(booking: BookingID, sequence: Int, action: BookingAction?, from: BookingState?, to: BookingState) {
        self.booking = booking
        self.sequence = sequence
        self.action = action
        self.from = from
        self.to = to
    }

    /// `hold`, `confirm`, …
    package var verb: String { action?.rawValue ?? "hold" }

    /// What those who subscribe hear: where it stands now, or that it stands where it stood and is another.
    package var event: String { "booking.\(action == .change ? "changed" : to.rawValue)" }
}

/// Who is behind a change.
package struct Cause: Hashable, Sendable {
    /// `guest`, `system`, `operator:<name>`
    package let actor: AuditActor
    /// What they gave for it; nil where none is asked.
    package let reason: ChangeReason?

    package init(actor: AuditActor, reason: ChangeReason? = nil) {
        self.actor = actor
        self.reason = reason
    }

    package var requestID: String? { actor.requestID }

    package static func system(requestID: String?) -> Cause {
        Cause(actor: AuditActor("system", requestID: requestID))
    }
}

package struct BookingID: Hashable, Sendable {
    package let uuid: UUID
    package init(_ uuid: UUID) { self.uuid = uuid }
}
