import Bookings
import Foundation
import HTTPTypes
import Payments
import Tenancy
import Vocabulary
import Web

/// From rooms that are held to rooms that are paid: the press that books, the page that leads to the card, and the way
/// back from it.
struct PayRoutes: Sendable {
    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .post, "/{locale}/bookings/{booking}/pay", .bookingHolder, "Book what is held, and go to pay",
                gives: [.redirect()], refuses: [.init(409, "payment.not_available")], options: .page
            ) { (entry: BookingRoutes.Entry, keyed: Keyed<VisitorContext>) in
                let visit = Visit(keyed.stage, parts)
                return try await visit.answering { try await start(entry, keyed, visit) }
            },
            Route(
                .get, "/{locale}/bookings/{booking}/payment", .bookingHolder, "What is paid now, and how",
                gives: [.html(), .redirect()], refuses: [.init(409, "booking.hold_expired")], options: .page
            ) { (entry: BookingRoutes.Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try await visit.answering { try await show(entry, visit) }
            },
            Route(
                .get, "/{locale}/bookings/{booking}/payment/return", .bookingHolder,
                "Where whoever asked for the card leads back to", gives: [.redirect()], options: .page
            ) { (entry: BookingRoutes.Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try await visit.answering { try await comeBack(entry, visit) }
            },
        ]
    }

    private func start(
        _ entry: BookingRoutes.Entry, _ keyed: Keyed<VisitorContext>, _ visit: Visit
    ) async throws -> Answer {
        let (id, proof) = try visit.proof(of: entry.booking)
        let key = try await visit.dataKey()
        do {
            return try await keyed.onceForBrowser { tx in
                let effect = try await parts.payments.start.start(id, proof, key: key, visit.cause, in: tx)
                _ = try await tx.run(effect.closing)
                return .redirect(to: visit.paths.payment(id.uuid))
            }
        } catch BookingError.notAllowed, BookingError.holdExpired, BookingError.priceExpired,
            BookingError.changeQuoteExpired, BookingError.paymentInProgress
        {
            return .redirect(to: visit.paths.booking(id.uuid))
        }
    }

    private func show(_ entry: BookingRoutes.Entry, _ visit: Visit) async throws -> Answer {
        let found = try await visit.booking(entry.booking)
        let id = found.booking.id
        var change: Amendment?
        switch found.dated.state {
        case .pendingPayment: break
        case .confirmed:
            change = try await parts.bookings.change.waiting(of: id, in: visit.scope)
            if change == nil { return .redirect(to: visit.paths.confirmation(id.uuid)) }
        case .completed: return .redirect(to: visit.paths.confirmation(id.uuid))
        case .expired:
            return try await visit.bookingSight(found).expired()
        default: return .redirect(to: visit.paths.booking(id.uuid))
        }
        guard let payment = try await parts.payments.read.last(of: id, in: visit.scope) else {
            return .redirect(to: visit.paths.booking(id.uuid))
        }
        var sight = PaymentSight(booking: try await visit.bookingSight(found))
        if let change { sight.change = (change, try await visit.sight(of: change.stay)) }
        do {
            let seen = try await parts.payments.settle.settle(payment, visit.cause, in: visit.scope)
            switch seen.state {
            case .capturing, .captured: return .redirect(to: visit.paths.confirmation(id.uuid))
            case .open: return try sight.page(try await parts.payments.read.cardForm(payment, in: visit.scope))
            case .asked, .voiding, .voided, .failed: return try sight.again(seen)
            }
        } catch is ProcessorFault {
            return try sight.unreachable()
        } catch let error as PaymentError where error.isOutage {
            return try sight.unreachable()
        }
    }

    /// The card's holder has agreed, or not: the processor says which, and the pages say what follows.
    private func comeBack(_ entry: BookingRoutes.Entry, _ visit: Visit) async throws -> Answer {
        let id = try await visit.booking(entry.booking).booking.id
        guard let payment = try await parts.payments.read.last(of: id, in: visit.scope) else {
            return .redirect(to: visit.paths.booking(id.uuid))
        }
        let isTaken: Bool
        do {
            let seen = try await parts.payments.settle.settle(payment, visit.cause, in: visit.scope)
            isTaken = seen.state == .capturing || seen.state == .captured
        } catch is ProcessorFault {
            isTaken = false
        }
        return .redirect(to: isTaken ? visit.paths.confirmation(id.uuid) : visit.paths.payment(id.uuid))
    }
}
