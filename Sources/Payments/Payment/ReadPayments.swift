package import Bookings
package import Foundation
import Postgres
package import Tenancy

/// What was paid and given back for a booking.
package struct ReadPayments: Sendable {
    let parts: PaymentParts

    /// The last first.
    package struct History: Hashable, Sendable {
        package let payments: [Payment]
        package let refunds: [Refund]
        package let disputes: [Dispute]
    }

    /// For whoever may see the booking. One round trip.
    ///
    /// Throws `PostgresError`.
    package func history(of booking: BookingID, in scope: TenantScope) async throws -> History {
        let rows = try await scope.run([
            PaymentStore.list(booking), RefundStore.list(booking), DisputeStore.list(booking),
        ])
        return History(
            payments: try rows[0].map { try Payment($0) }, refunds: try rows[1].map { try Refund($0) },
            disputes: try rows[2].map { try Dispute($0) })
    }

    /// The booking of whoever may see it.
    ///
    /// Throws `BookingError.notFound`.
    func booking(_ id: BookingID, _ proof: BookingProof, in scope: TenantScope) async throws -> BookingID {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        return try await FindBooking().find(id, proof, key: key, in: scope).booking.id
    }

    /// The one begun last.
    package func last(of booking: BookingID, in scope: TenantScope) async throws -> PaymentID? {
        try await scope.run(PaymentStore.list(booking)).first.map { try Payment($0).id }
    }

    /// Where the card is asked for, for the browser that pays.
    package struct CardForm: Hashable, Sendable {
        package let payment: Payment
        package let clientSecret: String
        package let publishableKey: String
        /// The sandbox's own page; nil where the card is asked for on ours.
        package let page: String?
        /// Where the bank asks the holder of a saved card to agree; nil where it does not ask, and for anybody else.
        package let actionURL: String?
        /// Why the viewer's own last try was refused, in the processor's word.
        package let decline: String?
    }

    /// Who looks; a guest where it is nobody's account.
    package struct Viewer: Sendable {
        let account: UUID?
        /// They are given the form itself, and not only what they chose before.
        let seesForm: Bool

        package init(_ account: UUID?, seesForm: Bool = true) {
            self.account = account
            self.seesForm = seesForm
        }
    }

    /// The processor is told of the payment if it does not know of it yet.
    ///
    /// To whom it is shown otherwise than who agreed to save the card, for them it is not saved.
    ///
    /// Throws `PaymentError.notFound` for one that is over or was never begun, `.anothers` for the form of a payment for
    /// which another one chose, or for what the processor said.
    package func cardForm(_ id: PaymentID, shownTo viewer: Viewer, in scope: TenantScope) async throws -> CardForm {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let shown = viewer.seesForm ? [PaymentStore.shown(id, to: viewer.account)] : []
        let rows = Array(try await scope.run(shown + [PaymentStore.find(id), AccountStore.find]).suffix(2))
        guard let row = rows[0].first else { throw PaymentError.notFound }
        let payment = try Payment(row)
        guard payment.state == .open, let intent = payment.intent else { throw PaymentError.notFound }
        let isTheirs = payment.isOpen(to: viewer.account)
        guard isTheirs || !viewer.seesForm else { throw PaymentError.anothers }
        guard let account = try rows[1].first.map({ try PaymentAccount($0, key) }) else {
            throw PaymentError.notAvailable
        }
        do throws(ProcessorFault) {
            let verbs = StripeVerbs(caller: parts.caller, account: account)
            var seen = try await verbs.retrieve(intent)
            if payment.isSavingBarred, seen.setupFutureUsage != nil, seen.isBeforeCard, let customer = seen.customer {
                seen = try await verbs.arrange(intent, customer: customer, use: nil)
            }
            return CardForm(
                payment: payment, clientSecret: seen.clientSecret, publishableKey: account.publishableKey,
                page: parts.caller.formBase(account.processor).map { "\($0)/pay/\(seen.clientSecret)" },
                actionURL: isTheirs && payment.wish?.card != nil ? seen.nextAction?.redirectToUrl?.url : nil,
                decline: isTheirs ? payment.decline : nil)
        } catch {
            throw PaymentError(error)
        }
    }
}
