import Bookings
import Foundation
import HTTPTypes
import Payments
import Tenancy
import Vocabulary
import Web

/// Giving money back that no policy asks for: how much, what that comes to, and why, before anything moves.
struct RefundPages: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let refusals = [Route.Refusal(404, "booking.not_found"), .init(409, "payment.nothing_paid")]
        return [
            Route(
                .get, "/admin/bookings/{id}/refund", .staff(.finance, .write),
                "What giving money back comes to, before it is done", gives: [.html()],
                refuses: refusals, options: .console
            ) { (input: RefundAskInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                return try await sight(BookingID(input.id), seat).page(typed: input.amount, parts.payments.grant)
            },
            Route(
                .post, "/admin/bookings/{id}/refund", .staff(.finance, .write), "Give money back for a reason",
                gives: [.redirect()], refuses: refusals + [.init(409, "payment.more_than_paid")], options: .console
            ) { (entry: Submission<RefundInput>, context: Keyed<StaffPageContext>) in
                try await refund(entry, context)
            },
        ]
    }

    private func sight(_ id: BookingID, _ seat: Seat) async throws -> RefundSight {
        let key = try await parts.bookings.dataKeys.key(of: seat.context.tenant)
        let booking = try await parts.bookings.find.find(id, .identifier, key: key, in: seat.scope).booking
        guard booking.paid.minor > 0 else { throw PaymentError.nothingPaid }
        return RefundSight(seat, booking)
    }

    /// Pressed twice, it is done once and leads to the same page.
    private func refund(
        _ entry: Submission<RefundInput>, _ context: Keyed<StaffPageContext>
    ) async throws -> Answer {
        let seat = Seat(context.stage, parts)
        let grant = parts.payments.grant
        guard case .success(let input) = entry.result else {
            guard let id = seat.context.arrival.parameter("id").flatMap(UUID.init) else { throw BookingError.notFound }
            return try await sight(BookingID(id), seat).again(entry, grant)
        }
        let (id, key) = (BookingID(input.id), try await parts.bookings.dataKeys.key(of: seat.context.tenant))
        do {
            return try await context.onceForBrowser { tx in
                let effect = try await grant.grant(
                    input.amount, of: id, ChangeReason(input.reason), key: key, seat.context.auditActor, in: tx)
                _ = try await tx.run(effect.closing)
                return seat.then("/admin/bookings/\(id.uuid.text)", done: "refund_granted")
            }
        } catch let error as PaymentError where error != .nothingPaid {
            // Somebody else was quicker: asked again with what holds now.
            return try await sight(id, seat).refused(input, error)
        }
    }
}
