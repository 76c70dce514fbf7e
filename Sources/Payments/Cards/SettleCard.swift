import Foundation
import Postgres
import Tenancy
import Vocabulary

/// Looks a saved card up at the processor, and keeps it as it stands there: renewed by its bank, or gone. What an event
/// says of it is never believed.
package struct SettleCard: Sendable {
    let parts: PaymentParts

    /// By the processor's name of it. False where it is no card of ours.
    ///
    /// Throws `ProcessorFault` or `PostgresError`.
    @discardableResult
    func settle(_ name: String, in scope: TenantScope) async throws -> Bool {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let rows = try await scope.run([CardStore.holder(of: name), AccountStore.find])
        guard let row = rows[0].first else { return false }
        guard let account = try rows[1].first.map({ try PaymentAccount($0, key) }) else {
            throw ProcessorFault.noAccount
        }
        // Another account's: there is nobody to ask.
        guard account.name == (try row.get("account_name", as: String.self)) else { return true }
        _ = try await look(
            at: SavedCardID(try row.get("card_id")), StripeVerbs(caller: parts.caller, account: account),
            customer: try row.get("customer_name"), in: scope)
        return true
    }

    /// Whether the processor still has it for this customer.
    func look(
        at id: SavedCardID, _ verbs: StripeVerbs, customer: String?, in scope: TenantScope
    ) async throws -> Bool {
        guard let row = try await scope.run(CardStore.find(id)).first else { return false }
        let seen: StripeMethod
        let name = try SavedCard(row).name
        do {
            seen = try await verbs.retrieveMethod(name)
        } catch ProcessorFault.refused(let refusal) where refusal.isMissing {
            _ = try await scope.run(CardStore.gone(id))
            return false
        }
        guard let customer, seen.customer == customer, let card = seen.seenCard else {
            _ = try await scope.run(CardStore.gone(id))
            return false
        }
        _ = try await scope.run(CardStore.renew(card))
        return true
    }
}

extension ProcessorRefusal {
    /// There is no such thing over there.
    var isMissing: Bool { status == 404 || code == "resource_missing" }
}
