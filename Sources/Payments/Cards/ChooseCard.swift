import Bookings
import Foundation
import Postgres
import Tenancy
import Vocabulary

/// A traveller with an account says how they pay: with a card that they saved, or with another one, which is saved
/// only where they agree to it. Written with the payment; the processor is told after that is committed.
struct ChooseCard: Sendable {
    let parts: PaymentParts

    /// Before anything is written. One round trip where a saved card is chosen, or one is to be saved. A card of somebody
    /// else, or of another site, is no card.
    ///
    /// Throws `PaymentError.cardNotFound`, `.cardExpired`, `.tooManyCards`, or `PostgresError`.
    func allow(_ choice: CardChoice, of account: UUID, in tx: TenantTransaction) async throws {
        switch choice {
        case .saved(let id):
            guard let card = try await tx.run(CardStore.find(id, of: account)).first.map({ try SavedCard($0) }) else {
                throw PaymentError.cardNotFound
            }
            guard !card.isExpired else { throw PaymentError.cardExpired }
        case .another(saves: false): return
        case .another(saves: true):
            guard try await tx.run(CardStore.list(of: account)).count < SavedCard.perAccountMax else {
                throw PaymentError.tooManyCards
            }
        }
    }

    /// What is to be sent after what starts the payment.
    func statements(
        _ choice: CardChoice, of account: UUID, for payment: PaymentID, _ cause: Cause, tenant: TenantID
    ) -> [SQL] {
        let attempt = parts.identifiers.next()
        switch choice {
        case .saved(let id):
            return [PaymentStore.choose(payment, card: id, attempt: attempt, saves: false, of: account)]
        case .another(saves: false):
            return [PaymentStore.choose(payment, card: nil, attempt: attempt, saves: false, of: account)]
        case .another(saves: true):
            return [
                CustomerStore.ensure(parts.identifiers.next(), of: account, tenant: tenant),
                PaymentStore.choose(payment, card: nil, attempt: attempt, saves: true, of: account),
                parts.audit.statement(
                    AuditEntry(
                        action: "payment_method.agree", actor: cause.actor, subjectKind: "payment",
                        subjectID: payment.uuid.text), tenant: tenant),
            ]
        }
    }
}
