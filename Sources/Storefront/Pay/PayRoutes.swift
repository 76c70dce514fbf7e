import Bookings
import Foundation
import HTTPTypes
import Localization
import Payments
import Tenancy
import Vocabulary
import Web

/// From rooms that are held to rooms that are paid: the press that books, the page that leads to the card, and the way
/// back from it.
struct PayRoutes: Sendable {
    /// The page, with what led to it.
    struct ShowEntry: TypedInput {
        static let problem = "problem"
        static let askedCard = (name: "way", value: "card")

        let booking: String
        /// Another card was chosen than a saved one.
        let asksCard: Bool
        /// Why a saved card was not taken.
        let refused: String?

        static let typed: [TypedField] = [
            .carried("booking", .text(max: 36)), .carried(askedCard.name, .text(max: 4)),
            .carried(problem, .text(max: 60)),
        ]

        init(_ typed: TypedFields) {
            booking = typed["booking"]
            asksCard = typed[Self.askedCard.name] == Self.askedCard.value
            let code = typed[Self.problem]
            refused = code.hasPrefix("payment_method.") ? code : nil
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .post, "/{locale}/bookings/{booking}/pay", .bookingHolder, "Book what is held, and go to pay",
                gives: [.redirect()], refuses: [.init(409, "payment.not_available")], options: .processorPage
            ) { (entry: BookingRoutes.Entry, keyed: Keyed<VisitorContext>) in
                let visit = Visit(keyed.stage, parts)
                return try await visit.answering { try await start(entry, keyed, visit) }
            },
            Route(
                .get, "/{locale}/bookings/{booking}/payment", .bookingHolder, "What is paid now, and how",
                gives: [.html(), .redirect()], refuses: [.init(409, "booking.hold_expired")], options: .processorPage
            ) { (entry: ShowEntry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try await visit.answering { try await show(entry, visit) }
            },
            Route(
                .get, "/{locale}/bookings/{booking}/payment/return", .bookingHolder,
                "Where whoever asked for the card leads back to", gives: [.redirect()], options: .processorPage
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
            let payer = GoToPay.Payer(account: visit.ownAccount, choice: nil)
            let kept = try await keyed.onceForBrowser { tx in
                let effect = try await parts.payments.cards.goToPay.begin(
                    id, proof, as: payer, key: key, visit.cause, in: tx)
                _ = try await tx.run(effect.closing)
                return .redirect(to: visit.paths.payment(id.uuid))
            }
            if kept.headers[.idempotentReplayed] == nil {
                try await parts.payments.cards.goToPay.beginAnew(id, proof, as: payer, visit.cause, in: visit.scope)
            }
            return kept
        } catch let error as PaymentError where error.isOutage && error != .notAvailable {
            // The page asks again.
            return .redirect(to: visit.paths.payment(id.uuid))
        } catch BookingError.notAllowed, BookingError.holdExpired, BookingError.priceExpired,
            BookingError.changeQuoteExpired, BookingError.paymentInProgress
        {
            return .redirect(to: visit.paths.booking(id.uuid))
        }
    }

    private func show(_ entry: ShowEntry, _ visit: Visit) async throws -> Answer {
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
            case .open: return try await open(seen, sight, entry, visit)
            case .asked, .voiding, .voided, .failed: return try sight.again(.notTaken)
            }
        } catch is ProcessorFault {
            return try sight.unreachable()
        } catch let error as PaymentError where error.isOutage {
            return try sight.unreachable()
        }
    }

    private func open(
        _ payment: Payment, _ sight: PaymentSight, _ entry: ShowEntry, _ visit: Visit
    ) async throws -> Answer {
        let isShown = visit.ownAccount == nil || entry.asksCard
        let form: ReadPayments.CardForm
        do {
            form = try await parts.payments.read.cardForm(
                payment.id, shownTo: .init(visit.ownAccount, seesForm: isShown), in: visit.scope)
        } catch PaymentError.anothers {
            return try sight.again(.anothers)
        }
        guard let account = visit.ownAccount else { return try sight.page(form) }
        if isShown { return try sight.page(form, isChosen: true) }
        let cards = try await parts.payments.cards.list(of: account, in: visit.scope)
        let refused = entry.refused.flatMap { visit.words.has("problem.\($0).detail") ? $0 : nil }
        return try sight.choose(cards, form, problem: refused)
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

extension RouteOptions {
    /// A page that asks the processor.
    static let processorPage = RouteOptions(tag: "pages", limit: .paymentLooks)
}
