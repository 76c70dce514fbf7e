package import Foundation
import Jobs
import Postgres
package import Tenancy
import Vocabulary

/// Takes a card that its holder took back from the processor. Repeated, it changes nothing.
package struct DetachCard: Job {
    package static let kind = "payment.detach_card"
    package static let queue = ChasePayment.queue

    package let card: UUID

    package init(card: UUID) { self.card = card }
}

/// Takes all cards of an account that is gone from the processor, and the account itself.
package struct ForgetCustomer: Job {
    package static let kind = "payment.forget_customer"
    package static let queue = ChasePayment.queue

    package let customer: UUID

    package init(customer: UUID) { self.customer = customer }
}

/// What the processor must not keep any longer: asked of it until it says so. Where another account is connected than
/// the one that kept it, there is nobody to ask, and it is forgotten here.
package struct LetCardsGo: Sendable {
    let parts: PaymentParts

    /// Throws `ProcessorFault` or `PostgresError`; asked again later, it goes on.
    package func detach(_ id: SavedCardID, in scope: TenantScope) async throws {
        guard let row = try await scope.run(CardStore.leaving(id)).first,
            let verbs = try await verbs(in: scope)
        else { return }
        if verbs.account.name == (try row.get("account_name", as: String.self)) {
            try await verbs.detach(try row.get("processor_name"))
        }
        _ = try await scope.run(CardStore.gone(id))
    }

    /// Throws as `detach`.
    package func forget(_ id: UUID, in scope: TenantScope) async throws {
        guard let customer = try await scope.run(CustomerStore.left(id)).first.map({ try ProcessorCustomer($0) }),
            let verbs = try await verbs(in: scope)
        else { return }
        if verbs.account.name == customer.accountName {
            // Asked for unheard, it is there all the same: under its key it is the same one.
            let name: String
            if let known = customer.name {
                name = known
            } else {
                name = try await verbs.create(customer, tenant: scope.tenant).id
            }
            try await verbs.delete(name)
        }
        _ = try await scope.run(CustomerStore.delete(id))
    }

    /// Nil while no account is connected: it may be again.
    private func verbs(in scope: TenantScope) async throws -> StripeVerbs? {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        return try await scope.run(AccountStore.find).first.map {
            StripeVerbs(caller: parts.caller, account: try PaymentAccount($0, key))
        }
    }
}
