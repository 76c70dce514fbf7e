package import Foundation
import Metrics
import Postgres
import Tenancy
import Vocabulary

/// Who moves a partner's money.
package enum Processor: String, CaseIterable, Hashable, Sendable {
    case stripe
    /// Ours, beside the sites of whoever develops; its money is play money.
    case sandbox
}

/// Where a partner's money goes, with the keys that open it.
struct PaymentAccount: Sendable {
    let processor: Processor
    let publishableKey: String
    let secretKey: String
    let signingSecret: String
    let name: String
    let isLive: Bool
    let connectedAt: Date

    init(_ row: Row, _ key: TenantDataKey) throws {
        guard let processor = Processor(rawValue: try row.get("processor")) else {
            throw PaymentRowFault(column: "processor")
        }
        self.processor = processor
        publishableKey = try row.get("publishable_key")
        secretKey = try key.open(try row.get("secret_key_sealed"), field: AccountStore.secretField)
        signingSecret = try key.open(try row.get("signing_secret_sealed"), field: AccountStore.signingField)
        name = try row.get("account_name")
        isLive = try row.get("is_live")
        connectedAt = try row.get("connected_at")
    }

    /// Throws `ProcessorFault.noAccount` without a row, `.keyUnread` for one that does not open: no key of theirs is
    /// not the same as one that we cannot read, which somebody has to mend.
    static func opened(_ row: Row?, _ key: TenantDataKey) throws(ProcessorFault) -> PaymentAccount {
        guard let row else { throw .noAccount }
        do { return try PaymentAccount(row, key) } catch {
            Counter(label: "payment_accounts_unread").increment()
            throw .keyUnread
        }
    }
}

/// What is written of one.
struct NewPaymentAccount: Sendable {
    let processor: Processor
    let publishableKey: String
    let secretKey: String
    let signingSecret: String
    let name: String
    let isLive: Bool
}

/// SQL on `payment_accounts`.
enum AccountStore {
    static let secretField = "payment_accounts.secret_key"
    static let signingField = "payment_accounts.signing_secret"

    static let find: SQL = """
        select processor, publishable_key, secret_key_sealed, signing_secret_sealed, account_name, is_live, connected_at
          from payment_accounts
        """

    /// A row where there is one.
    static let exists: SQL = "select processor from payment_accounts"

    static func put(_ account: NewPaymentAccount, _ key: TenantDataKey) throws -> SQL {
        """
        insert into payment_accounts
          (tenant_id, processor, publishable_key, secret_key_sealed, signing_secret_sealed, data_key_number,
           account_name, is_live)
        values (\(key.tenant), \(account.processor.rawValue), \(account.publishableKey),
                \(try key.seal(account.secretKey, field: secretField)),
                \(try key.seal(account.signingSecret, field: signingField)), \(key.number), \(account.name),
                \(account.isLive))
        on conflict (tenant_id) do update
          set processor = excluded.processor, publishable_key = excluded.publishable_key,
              secret_key_sealed = excluded.secret_key_sealed, signing_secret_sealed = excluded.signing_secret_sealed,
              data_key_number = excluded.data_key_number, account_name = excluded.account_name,
              is_live = excluded.is_live, connected_at = clock_timestamp()
        """
    }

    static let delete: SQL = "delete from payment_accounts returning account_name"
}
