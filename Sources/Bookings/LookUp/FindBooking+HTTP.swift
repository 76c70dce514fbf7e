import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// `GET /api/bookings/{id}`
struct FindBookingInput: Input {
    let id: BookingID
    let email: String?

    static let form = Form<FindBookingInput>(
        "FindBooking", BookingPath.field,
        Field("email", .text(max: EmailAddress.lengthMax), "The contact's: shows the people too.").optional
    ) { FindBookingInput(id: $0, email: $1) }
}

/// `GET /api/bookings`
struct ListBookingsInput: Input {
    let reference: String?
    let email: String?
    let cursor: BookingID?
    let limit: Int

    static let form = Form<ListBookingsInput>(
        "ListBookings",
        Field("reference", .text(max: BookingReference.typedMax), "With `email`: that one booking.").optional,
        Field("email", .text(max: EmailAddress.lengthMax)).optional,
        Field("cursor", Kind.uuid.map("format") { BookingID($0) }, "From the page before.").optional,
        Field("limit", .integer(1...ListBookings.pageMax)).or(ListBookings.pageDefault)
    ) { reference, email, cursor, limit in
        if (reference == nil) != (email == nil) {
            throw InputFaults(reference == nil ? "reference" : "email", "required")
        }
        return ListBookingsInput(reference: reference, email: email, cursor: cursor, limit: limit)
    }
}

extension BookingsFeature {
    func find(_ input: FindBookingInput, _ context: TenantContext) async throws -> Answer {
        let proof = try BookingProof.shown(context.arrival, email: input.email)
        let found = try await find.find(
            input.id, proof, key: try await dataKeys.key(of: context.tenant), in: context.scope)
        return .json(BookingAnswer(dated: found.dated, party: found.party))
    }

    /// One booking by reference and e-mail, those whose tokens are shown, or the signed-in account's.
    func list(_ input: ListBookingsInput, _ context: TenantContext) async throws -> Answer {
        if let reference = input.reference, let email = input.email {
            let found = try await find.find(
                reference: reference, email: email, key: try await dataKeys.key(of: context.tenant), in: context.scope)
            return Self.page([BookingAnswer(dated: found.dated, party: found.party)], next: nil)
        }
        let tokens = context.arrival.head.headerFields[values: .bookingAccess]
            .flatMap { $0.split(separator: ",") }
            .compactMap { AccessToken($0.trimmingCharacters(in: .whitespaces)) }
        let page =
            if tokens.isEmpty, let account = context.arrival.caller?.account {
                try await list.list(of: account, before: input.cursor, limit: input.limit, in: context.scope)
            } else {
                try await list.list(tokens, before: input.cursor, limit: input.limit, in: context.scope)
            }
        return Self.page(page.bookings.map { BookingAnswer(dated: $0) }, next: page.next)
    }

    private static func page(_ bookings: [BookingAnswer], next: BookingID?) -> Answer {
        .json { json in
            json.object { json in
                json.member("data", bookings)
                json.member("next_cursor", next?.uuid)
            }
        }
    }
}
