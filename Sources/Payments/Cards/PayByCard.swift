package import Bookings
package import Foundation
import Postgres
package import Tenancy
import Vocabulary

/// Does at the processor what was chosen for a payment, and looks at the payment as `SettlePayment` does.
///
/// Only the request of whoever chose does it, never a job: nobody's card is charged behind their back. A card is tried
/// once for each choice, under the choice's own key, so a reply that is lost is asked for again and nothing is done
/// twice.
package struct PayByCard: Sendable {
    let parts: PaymentParts
    let settle: SettlePayment
    let cards: SettleCard

    /// - Parameters:
    ///   - account: who asks. What another one chose is not done for them.
    ///   - returnURL: where a bank leads the card's holder back to.
    ///
    /// Throws `PaymentError.notFound`, `.cardGone` for a card that the processor does not have any more, what the
    /// processor said, or `PostgresError`.
    @discardableResult
    package func goOn(
        _ id: PaymentID, as account: UUID?, returnURL: String, _ cause: Cause, in scope: TenantScope
    ) async throws -> Payment {
        do {
            let payment = try await settle.settle(id, cause, in: scope)
            guard payment.state == .open, payment.isOpen(to: account), let intent = payment.intent,
                let wish = payment.wish, let ready = try await ready(wish, in: scope), ready.customer.account == account
            else { return payment }
            try await arrange(intent, wish, ready, in: scope)
            guard let card = ready.card else { return payment }
            try await confirm(intent, wish, card, returnURL, ready, in: scope)
            return try await settle.settle(id, cause, in: scope)
        } catch let fault as ProcessorFault {
            throw PaymentError(fault)
        }
    }

    private struct Ready {
        let verbs: StripeVerbs
        let customer: ProcessorCustomer
        let name: String
        let card: SavedCard?
    }

    /// Nil where the account went, or another one is connected now. The customer is known to the processor after it.
    private func ready(_ wish: CardWish, in scope: TenantScope) async throws -> Ready? {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let rows = try await scope.run(
            [CustomerStore.find(wish.customer), AccountStore.find] + (wish.card.map { [CardStore.find($0)] } ?? []))
        guard let account = try rows[1].first.map({ try PaymentAccount($0, key) }),
            let customer = try rows[0].first.map({ try ProcessorCustomer($0) }), customer.accountName == account.name
        else { return nil }
        let verbs = StripeVerbs(caller: parts.caller, account: account)
        return Ready(
            verbs: verbs, customer: customer, name: try await name(customer, verbs, in: scope),
            card: wish.card == nil ? nil : try rows[2].first.map { try SavedCard($0) })
    }

    private func name(
        _ customer: ProcessorCustomer, _ verbs: StripeVerbs, in scope: TenantScope
    ) async throws -> String {
        if let name = customer.name { return name }
        do throws(ProcessorFault) {
            let made = try await verbs.create(customer, tenant: scope.tenant)
            _ = try? await scope.run(CustomerStore.name(customer.id, made.id))
            return made.id
        } catch {
            _ = try await scope.run(CustomerStore.askedInVain(customer.id))
            throw error
        }
    }

    /// The intent knows whose it is, and whether its card is to be kept; known already, nothing is asked.
    private func arrange(
        _ intent: String, _ wish: CardWish, _ ready: Ready, in scope: TenantScope
    ) async throws {
        let use = wish.saves ? StripeIntent.savedUse : nil
        let seen = try await ready.verbs.retrieve(intent)
        guard seen.isBeforeCard, seen.customer != ready.name || seen.setupFutureUsage != use else { return }
        do throws(ProcessorFault) {
            _ = try await ready.verbs.arrange(intent, customer: ready.name, use: use)
        } catch {
            guard let refusal = error.refusal else { throw error }
            // It has moved on meanwhile: the next look says how far.
            if refusal.isOfState { return }
            guard refusal.isMissing, refusal.parameter == "customer" else { throw error }
            // Deleted over there, with all of its cards.
            _ = try await scope.run(CustomerStore.delete(ready.customer.id))
            throw PaymentError.cardGone
        }
    }

    private func confirm(
        _ intent: String, _ wish: CardWish, _ card: SavedCard, _ returnURL: String, _ ready: Ready,
        in scope: TenantScope
    ) async throws {
        do throws(ProcessorFault) {
            _ = try await ready.verbs.confirm(intent, with: card.name, returnURL: returnURL, key: wish.attempt)
        } catch {
            guard let refusal = error.refusal else { throw error }
            // Declined, or done already: the next look says so.
            if refusal.status == 402 || refusal.isOfState { return }
            guard try await cards.look(at: card.id, ready.verbs, customer: ready.name, in: scope) else {
                throw PaymentError.cardGone
            }
            throw error
        }
    }
}

extension StripeIntent {
    /// The card is kept for payments at which its holder is present.
    static let savedUse = "on_session"

    /// No card has been accepted for it.
    var isBeforeCard: Bool {
        switch status {
        case .requiresPaymentMethod, .requiresConfirmation, .requiresAction: true
        case .processing, .requiresCapture, .succeeded, .canceled: false
        }
    }
}

extension ProcessorRefusal {
    /// It stands otherwise than we knew.
    var isOfState: Bool { code == "payment_intent_unexpected_state" }
}

extension ProcessorFault {
    fileprivate var refusal: ProcessorRefusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
}
