import Foundation
import Postgres
import Vocabulary

/// An account as the processor knows it.
struct ProcessorCustomer: Sendable {
    let id: UUID
    /// Nil once it is gone.
    let account: UUID?
    /// `acct_…` of the partner's.
    let accountName: String
    /// Nil until the processor has told.
    let name: String?
    let tries: Int

    init(_ row: Row) throws {
        id = try row.get("customer_id")
        account = try row.get("account_id")
        accountName = try row.get("account_name")
        name = try row.get("processor_name")
        tries = try row.get("tries")
    }
}

/// SQL on `processor_customers`.
enum CustomerStore {
    /// Of an account, where the partner's money goes now; nothing happens where there is one.
    static func ensure(_ id: UUID, of account: UUID, tenant: TenantID) -> SQL {
        """
        insert into processor_customers (tenant_id, customer_id, account_id, account_name)
        select \(tenant), \(id), \(account), a.account_name from payment_accounts a
        on conflict (tenant_id, account_id, account_name) do nothing
        """
    }

    static func find(_ id: UUID) -> SQL {
        """
        select customer_id, account_id, account_name, processor_name, tries
          from processor_customers where customer_id = \(id)
        """
    }

    static func name(_ id: UUID, _ name: String) -> SQL {
        """
        update processor_customers set processor_name = \(name)
         where customer_id = \(id) and processor_name is null
        """
    }

    static func askedInVain(_ id: UUID) -> SQL {
        "update processor_customers set tries = least(tries + 1, 10000) where customer_id = \(id)"
    }

    static func of(_ account: UUID) -> SQL {
        "select customer_id from processor_customers where account_id = \(account)"
    }

    /// One whose account is gone.
    static func left(_ id: UUID) -> SQL {
        """
        select customer_id, account_id, account_name, processor_name, tries from processor_customers
         where customer_id = \(id) and account_id is null
        """
    }

    /// Those whose account is gone, the longest known first.
    static func left(limit: Int) -> SQL {
        """
        select customer_id from processor_customers
         where account_id is null order by created_at limit \(Int32(limit))
        """
    }

    /// With its cards.
    static func delete(_ id: UUID) -> SQL { "delete from processor_customers where customer_id = \(id)" }
}
