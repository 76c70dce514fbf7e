import Foundation
import NIOHTTP1
import Tenancy
import Vocabulary

/// What is asked of the processor about travellers' cards. It is told no name and no address of theirs: who a customer
/// is stays here.
extension StripeVerbs {
    func create(_ customer: ProcessorCustomer, tenant: TenantID) async throws(ProcessorFault) -> StripeCustomer {
        try await ask(
            "customers",
            [("metadata[customer]", customer.id.text), ("metadata[tenant]", tenant.description)],
            key: Self.key(customer.id, looks: customer.tries))
    }

    /// With all of its cards. What is gone is gone.
    func delete(_ customer: String) async throws(ProcessorFault) {
        do throws(ProcessorFault) {
            let _: StripeDeleted = try await caller.send(
                .init(method: .DELETE, path: "customers/\(customer)"), key: account.secretKey, to: account.processor)
        } catch .refused(let refusal) where refusal.isMissing {}
    }

    /// Whose the payment is, and whether its card is kept: the same however often it is said.
    func arrange(
        _ intent: String, customer: String, use: String?
    ) async throws(ProcessorFault) -> StripeIntent {
        try await caller.send(
            .init(
                method: .POST, path: "payment_intents/\(intent)",
                fields: [("customer", customer), ("setup_future_usage", use ?? ""), Self.expansion]),
            key: account.secretKey, to: account.processor)
    }

    /// Tries a saved card, whose holder is there; their bank may want to ask them.
    func confirm(
        _ intent: String, with method: String, returnURL: String, key: UUID
    ) async throws(ProcessorFault) -> StripeIntent {
        try await ask(
            "payment_intents/\(intent)/confirm",
            [("payment_method", method), ("return_url", returnURL), Self.expansion],
            key: Self.key(key, "confirm", looks: 0))
    }

    func retrieveMethod(_ name: String) async throws(ProcessorFault) -> StripeMethod {
        try await caller.send(
            .init(method: .GET, path: "payment_methods/\(name)"), key: account.secretKey, to: account.processor)
    }

    /// What is no longer anybody's cannot be let go of, and needs not be.
    func detach(_ name: String) async throws(ProcessorFault) {
        do throws(ProcessorFault) {
            let _: StripeMethod = try await caller.send(
                .init(method: .POST, path: "payment_methods/\(name)/detach"), key: account.secretKey,
                to: account.processor)
        } catch .refused(let refusal) {
            guard !refusal.isMissing else { return }
            guard try await retrieveMethod(name).customer == nil else { throw .refused(refusal) }
        }
    }
}

struct StripeCustomer: Decodable, Sendable {
    let id: String
}
