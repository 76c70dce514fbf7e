import NIOHTTP1
import Postgres
package import Tenancy
package import Vocabulary

/// What stands at the processor for a partner, whether or not it can be sent on yet: for whoever compares it with the
/// books.
package struct ReadBalance: Sendable {
    let caller: StripeCaller
    let dataKeys: DataKeys

    package init(caller: StripeCaller, dataKeys: DataKeys) {
        self.caller = caller
        self.dataKeys = dataKeys
    }

    /// One amount a currency, by its code.
    ///
    /// Throws `ProcessorFault`, or `PostgresError`.
    package func read(in scope: TenantScope) async throws -> [Money] {
        let key = try await dataKeys.key(of: scope.tenant)
        let account = try PaymentAccount.opened(try await scope.run(AccountStore.find).first, key)
        let told: StripeBalance = try await caller.send(
            .init(method: .GET, path: "balance"), key: account.secretKey, to: account.processor)
        let amounts = try (told.available + told.pending).map { part in
            guard let currency = CurrencyCode(part.currency.uppercased()),
                let amount = ProcessorAmount.money(part.amount, currency)
            else { throw ProcessorFault.unknown("a balance in an unknown currency") }
            return amount
        }
        return Dictionary(amounts.map { ($0.currency, $0) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
            .map(\.value)
    }
}

private struct StripeBalance: Decodable, Sendable {
    struct Part: Decodable {
        let amount: Int
        let currency: String
    }

    let available: [Part]
    let pending: [Part]
}
