package import Bookings
import Postgres
import Tenancy

extension Shop {
    /// The frozen terms' window of a booking's first room begins so many seconds from now.
    package func moveWindow(_ booking: BookingID, begins seconds: Int, _ fleet: TestFleet) async throws {
        _ = try await fleet.admin.single(
            """
            update \(identifier: entry.schema).bookings
               set stay = jsonb_set(stay, '{rooms,0,cancellation,0,begins,instant}',
                            to_jsonb(floor(extract(epoch from clock_timestamp()))::bigint + \(seconds)))
             where booking_id = \(booking.uuid)
            """)
    }
}
