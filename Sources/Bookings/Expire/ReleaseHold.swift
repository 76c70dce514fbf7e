package import Foundation
import Jobs

/// Looks at a hold at the moment it lapses. Repeated, or run after the booking went on, it changes nothing.
package struct ReleaseHold: Job {
    package static let kind = "booking.release_hold"

    package let booking: UUID

    package init(booking: UUID) { self.booking = booking }
}
