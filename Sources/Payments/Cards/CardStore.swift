import Foundation
import Postgres
import Vocabulary

/// SQL on `saved_cards`.
enum CardStore {
    /// As `SavedCard` reads them. The last place on Earth where a month ends is twelve hours behind.
    private static let columns: SQL = """
        s.card_id, s.processor_name, s.kind, s.digits, s.expiry_month, s.expiry_year, s.created_at,
        (make_date(s.expiry_year, s.expiry_month, 1) + interval '1 month 12 hours') at time zone 'UTC'
          <= clock_timestamp() as is_expired
        """

    /// Those that an account can pay with where the partner's money goes now.
    static func list(of account: UUID) -> SQL {
        """
        select \(fragment: columns)
          from saved_cards s
          join processor_customers c on c.tenant_id = s.tenant_id and c.customer_id = s.customer_id
          join payment_accounts a on a.tenant_id = c.tenant_id and a.account_name = c.account_name
         where c.account_id = \(account) and s.removed_at is null
         order by s.card_id desc limit \(Int32(SavedCard.perAccountMax))
        """
    }

    /// One of those.
    static func find(_ id: SavedCardID, of account: UUID) -> SQL {
        """
        select \(fragment: columns)
          from saved_cards s
          join processor_customers c on c.tenant_id = s.tenant_id and c.customer_id = s.customer_id
          join payment_accounts a on a.tenant_id = c.tenant_id and a.account_name = c.account_name
         where s.card_id = \(id.uuid) and c.account_id = \(account) and s.removed_at is null
        """
    }

    /// One of an account's that is not removed, wherever it is kept.
    static func own(_ id: SavedCardID, of account: UUID) -> SQL {
        """
        select \(fragment: columns)
          from saved_cards s
          join processor_customers c on c.tenant_id = s.tenant_id and c.customer_id = s.customer_id
         where s.card_id = \(id.uuid) and c.account_id = \(account) and s.removed_at is null
        """
    }

    /// Whoever's, removed or not.
    static func find(_ id: SavedCardID) -> SQL {
        "select \(fragment: columns) from saved_cards s where s.card_id = \(id.uuid)"
    }

    /// Which one the processor means by its name, and whose it is over there.
    static func holder(of processorName: String) -> SQL {
        """
        select s.card_id, c.processor_name as customer_name, c.account_name
          from saved_cards s
          join processor_customers c on c.tenant_id = s.tenant_id and c.customer_id = s.customer_id
         where s.processor_name = \(processorName)
        """
    }

    /// All that was ever kept for an account, for the download of its data.
    static func export(of account: UUID) -> SQL {
        """
        select \(fragment: columns), s.removed_at
          from saved_cards s
          join processor_customers c on c.tenant_id = s.tenant_id and c.customer_id = s.customer_id
         where c.account_id = \(account) order by s.card_id
        """
    }

    /// What was agreed to be saved and paid with. Known already, or of a customer whose account is gone: nothing.
    static func remember(_ id: SavedCardID, _ seen: SeenCard, of customer: UUID) -> SQL {
        """
        insert into saved_cards
          (tenant_id, card_id, customer_id, processor_name, kind, digits, expiry_month, expiry_year)
        select c.tenant_id, \(id.uuid), c.customer_id, \(seen.name), \(seen.card.kind), \(seen.card.digits),
               \(Int32(seen.expiryMonth)), \(Int32(seen.expiryYear))
          from processor_customers c
         where c.customer_id = \(customer) and c.processor_name = \(seen.customer) and c.account_id is not null
        on conflict (tenant_id, processor_name) do nothing
        """
    }

    /// As the processor has it now.
    static func renew(_ seen: SeenCard) -> SQL {
        """
        update saved_cards
           set kind = \(seen.card.kind), digits = \(seen.card.digits), expiry_month = \(Int32(seen.expiryMonth)),
               expiry_year = \(Int32(seen.expiryYear))
         where processor_name = \(seen.name)
        """
    }

    /// No longer offered to its holder; a row where it is the account's, whether or not it was removed before.
    static func remove(_ id: SavedCardID, of account: UUID) -> SQL {
        """
        with own as (
          select s.tenant_id, s.card_id, s.removed_at is null as is_new
            from saved_cards s
            join processor_customers c on c.tenant_id = s.tenant_id and c.customer_id = s.customer_id
           where s.card_id = \(id.uuid) and c.account_id = \(account)
             for no key update of s),
        removed as (
          update saved_cards s set removed_at = clock_timestamp()
            from own where s.tenant_id = own.tenant_id and s.card_id = own.card_id and own.is_new)
        select is_new from own
        """
    }

    /// The processor keeps it no more.
    static func gone(_ id: SavedCardID) -> SQL {
        """
        update saved_cards
           set removed_at = coalesce(removed_at, clock_timestamp()), detached_at = clock_timestamp()
         where card_id = \(id.uuid) and detached_at is null
        """
    }

    /// Removed here; nothing where the processor keeps it no more.
    static func leaving(_ id: SavedCardID) -> SQL {
        """
        select s.processor_name, c.account_name
          from saved_cards s
          join processor_customers c on c.tenant_id = s.tenant_id and c.customer_id = s.customer_id
         where s.card_id = \(id.uuid) and s.removed_at is not null and s.detached_at is null
        """
    }

    /// Removed here, and perhaps not yet over there.
    static func leaving(lateSeconds: Int, limit: Int) -> SQL {
        """
        select card_id from saved_cards
         where removed_at <= (select clock_timestamp() - make_interval(secs => \(Int32(lateSeconds))))
           and detached_at is null
         order by removed_at limit \(Int32(limit))
        """
    }
}

/// A card as it was seen at the processor.
struct SeenCard: Hashable, Sendable {
    /// The processor's own names.
    let name: String
    let customer: String
    let card: Payment.Card
    let expiryMonth: Int
    let expiryYear: Int
}
