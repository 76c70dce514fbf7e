package import Foundation
import Postgres
package import Tenancy
import Vocabulary
import Web

/// The cards that an account saved: told, taken back, and gone with the account.
package struct CardDesk: Sendable {
    package let goToPay: GoToPay
    package let pay: PayByCard
    let settle: SettleCard
    let letGo: LetCardsGo
    private let parts: PaymentParts

    init(parts: PaymentParts, start: StartPayment, settle payments: SettlePayment) {
        self.parts = parts
        goToPay = GoToPay(parts: parts, start: start, choose: ChooseCard(parts: parts), settle: payments)
        settle = SettleCard(parts: parts)
        pay = PayByCard(parts: parts, settle: payments, cards: settle)
        letGo = LetCardsGo(parts: parts)
    }

    /// The last saved first; at most `SavedCard.perAccountMax`.
    package func list(of account: UUID, in scope: TenantScope) async throws -> [SavedCard] {
        try await scope.run(CardStore.list(of: account)).map { try SavedCard($0) }
    }

    /// One that is not removed.
    ///
    /// Throws `PaymentError.cardNotFound`.
    package func one(_ id: SavedCardID, of account: UUID, in scope: TenantScope) async throws -> SavedCard {
        guard let row = try await scope.run(CardStore.own(id, of: account)).first else {
            throw PaymentError.cardNotFound
        }
        return try SavedCard(row)
    }

    /// No longer offered from now on; the processor is told by a job. Done before, nothing happens.
    ///
    /// Throws `PaymentError.cardNotFound`, or `PostgresError`.
    package func remove(
        _ id: SavedCardID, of account: UUID, _ actor: AuditActor, in scope: TenantScope
    ) async throws {
        try await scope.transaction { tx in
            guard let row = try await tx.run(CardStore.remove(id, of: account)).first else {
                throw PaymentError.cardNotFound
            }
            guard try row.get("is_new", as: Bool.self) else { return }
            _ = try await tx.commit(after: [
                try parts.jobs.detach(id, requestID: actor.requestID, tenant: tx.tenant),
                parts.audit.statement(
                    AuditEntry(
                        action: "payment_method.remove", actor: actor, subjectKind: "payment_method",
                        subjectID: id.uuid.text), tenant: tx.tenant),
            ])
        }
    }
}

/// What the account's own room asks of this one when an account's data are taken away, or it ends.
package struct AccountCardRecords: Sendable {
    private let jobs: PaymentJobs

    package init(jobs: PaymentJobs) { self.jobs = jobs }

    /// Each card that was kept for an account, as JSON.
    package func export(_ account: UUID, _ scope: TenantScope) async throws -> [[UInt8]] {
        try await scope.run(CardStore.export(of: account)).map { row in
            let (card, removedAt) = (try SavedCard(row), try row.get("removed_at", as: Date?.self))
            return JSONWriter.bytes(KeptCard(card: card, removedAt: removedAt))
        }
    }

    /// Before the account's row goes, in its transaction.
    package func end(_ account: UUID, in tx: TenantTransaction) async throws {
        let customers = try await tx.run(CustomerStore.of(account))
        guard !customers.isEmpty else { return }
        _ = try await tx.run(try customers.map { try jobs.forget(try $0.get("customer_id"), tenant: tx.tenant) })
    }
}
