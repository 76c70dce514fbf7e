package import Bookings
package import Foundation
package import Postgres
package import Tenancy
import Vocabulary

/// A traveller with an account says how they pay: with a card that they saved, or with another one, which is saved
/// only where they agree to it. Written with the payment; the processor is told after that is committed.
package struct ChooseCard: Sendable {
    let parts: PaymentParts

    /// What is to be sent after what starts the payment. One round trip where a saved card is chosen, or one is to be
    /// saved. A card of somebody else, or of another site, is no card.
    ///
    /// Throws `PaymentError.cardNotFound`, `.cardExpired`, `.tooManyCards`, `.cardNotSaved`, or `PostgresError`.
    package func choose(
        _ choice: CardChoice, of account: UUID, for payment: PaymentID, _ cause: Cause, in tx: TenantTransaction
    ) async throws -> [SQL] {
        let attempt = parts.identifiers.next()
        switch choice {
        case .saved(let id):
            guard let card = try await tx.run(CardStore.find(id, of: account)).first.map({ try SavedCard($0) }) else {
                throw PaymentError.cardNotFound
            }
            guard !card.isExpired else { throw PaymentError.cardExpired }
            return [PaymentStore.choose(payment, card: id, attempt: attempt, saves: false, of: account)]
        case .another(saves: false):
            return [PaymentStore.choose(payment, card: nil, attempt: attempt, saves: false, of: account)]
        case .another(saves: true):
            let rows = try await tx.run([CardStore.list(of: account), PaymentStore.isBarred(payment)])
            guard rows[0].count < SavedCard.perAccountMax else { throw PaymentError.tooManyCards }
            guard rows[1].isEmpty else { throw PaymentError.cardNotSaved }
            return [
                CustomerStore.ensure(parts.identifiers.next(), of: account, tenant: tx.tenant),
                PaymentStore.choose(payment, card: nil, attempt: attempt, saves: true, of: account),
                parts.audit.statement(
                    AuditEntry(
                        action: "payment_method.agree", actor: cause.actor, subjectKind: "payment",
                        subjectID: payment.uuid.text), tenant: tx.tenant),
            ]
        }
    }

    /// Whoever goes to pay and says nothing of it takes back what was said before.
    package func unsaid(_ payment: PaymentID) -> SQL { PaymentStore.unchoose(payment) }
}
