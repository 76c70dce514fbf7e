import Bookings
import Foundation
import Tenancy
import Vocabulary
import Web

/// The way from an address with a booking in it to the booking, for whoever may open it.
extension Visit {
    /// Who is behind what a visitor does.
    var cause: Cause { Cause(actor: context.auditActor) }

    func access() throws -> BookingAccess {
        try parts.seal.open(context.arrival.cookie(BookingSeal.cookieName), tenant: context.tenant)
    }

    func dataKey() async throws -> TenantDataKey { try await parts.bookings.dataKeys.key(of: context.tenant) }

    /// Throws `BookingError.notFound` to whoever has no proof, without a look whether there is one.
    func proof(of id: String) throws -> (id: BookingID, proof: BookingProof) {
        let account = context.arrival.caller?.account.map(BookingProof.account)
        guard let uuid = UUID(uuidString: id), let proof = try access().proof(of: uuid) ?? account else {
            throw BookingError.notFound
        }
        return (BookingID(uuid), proof)
    }

    func booking(_ id: String) async throws -> FindBooking.Found {
        let (id, proof) = try proof(of: id)
        return try await parts.bookings.find.find(id, proof, key: try await dataKey(), in: scope)
    }

    /// The cookie with one more booking in it.
    func opening(_ id: UUID, _ proof: BookingProof) throws -> Cookie {
        try parts.seal.cookie(try access().adding(id, proof), tenant: context.tenant)
    }

    /// Draws the page of whatever `body` was refused for: a booking that may not be opened is the
    /// look-up page, whether or not there is one.
    func answering(_ body: () async throws -> Answer) async throws -> Answer {
        do {
            return try await body()
        } catch BookingError.notFound {
            return try manage(ManageEntry(TypedFields([])), isUnknown: true)
        }
    }
}
