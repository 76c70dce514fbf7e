import Foundation
package import Postgres
package import Tenancy

/// What held between partner and platform when a booking was made, as it was frozen with it.
package struct FrozenBilling: Hashable, Sendable {
    package let billing: BillingDefinition

    package static func of(_ booking: BookingID) -> SQL {
        """
        select conditions -> 'billing' as billing, definition_version from bookings where booking_id = \(booking.uuid)
        """
    }

    package init(_ row: Row) throws {
        billing = try JSONDecoder().decode(
            BillingDefinition.self, from: Data(try row.get("billing", as: JSONText.self).text.utf8))
    }
}
