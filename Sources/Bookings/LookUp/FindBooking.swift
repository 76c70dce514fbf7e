import Foundation
import Postgres
package import Tenancy
import Web

/// Opens a booking to whoever can show that it is theirs. One round trip.
///
/// Whatever is wrong with what was shown (identifier, reference, e-mail, tenant), the answer and the
/// way to it are the same, so that nobody learns which bookings exist.
package struct FindBooking: Sendable {
    package init() {}

    package struct Found: Sendable {
        package let dated: DatedBooking
        /// Nil where the proof was the identifier alone.
        package let party: Party?
        package var booking: Booking { dated.booking }
    }

    /// Throws `BookingError.notFound` or `PostgresError`.
    package func find(
        _ id: BookingID, _ proof: BookingProof, key: TenantDataKey, in scope: TenantScope
    ) async throws -> Found {
        let rows = try await scope.run(BookingStore.find(id, proof.condition(key)))
        return try found(rows, key, opens: proof.opensPersonalData)
    }

    /// `reference` and `email` as typed.
    ///
    /// Throws `BookingError.notFound` or `PostgresError`.
    package func find(
        reference: String, email: String, key: TenantDataKey, in scope: TenantScope
    ) async throws -> Found {
        let index = key.blindIndex(EmailAddress(email)?.normal ?? email)
        let rows = try await scope.run(BookingStore.find(BookingReference(reference), emailIndex: index))
        return try found(rows, key, opens: true)
    }

    /// The booking with its people, and every state that it came to by its sequence: for what the house itself
    /// writes to them.
    ///
    /// Throws `BookingError.notFound` or `PostgresError`.
    package func opened(
        _ id: BookingID, key: TenantDataKey, in scope: TenantScope
    ) async throws -> (found: Found, course: [Int: BookingState]) {
        let answers = try await scope.run([BookingStore.find(id, .none), BookingStore.events(id)])
        var course: [Int: BookingState] = [:]
        for row in answers[1] {
            course[try row.get("sequence")] = BookingState(rawValue: try row.get("to_state"))
        }
        return (try found(answers[0], key, opens: true), course)
    }

    private func found(_ rows: Rows, _ key: TenantDataKey, opens: Bool) throws -> Found {
        guard let row = rows.first else { throw BookingError.notFound }
        return Found(dated: try DatedBooking(row), party: opens ? try SealedParty(row).open(with: key) : nil)
    }
}
