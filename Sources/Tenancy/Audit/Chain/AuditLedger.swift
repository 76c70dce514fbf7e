import Foundation
package import Postgres
import Vocabulary

/// Where a kind of trail lies and who may seal it: tenants' entries in `shared`, operators' in `platform`. The
/// tables have the same columns, so that one sealer and one verifier do for both.
package struct AuditLedger: Sendable {
    let pool: PostgresPool
    let entries: SQL
    let chains: SQL
    let roots: SQL
    let isPlatform: Bool

    /// `worker` logs in as `travelhub_worker`.
    package static func tenants(worker: PostgresPool) -> AuditLedger {
        AuditLedger(
            pool: worker, entries: "shared.audit_entries", chains: "shared.audit_chains", roots: "shared.audit_roots",
            isPlatform: false)
    }

    package static func platform(_ database: PlatformDatabase) -> AuditLedger {
        AuditLedger(
            pool: database.pool, entries: "platform.audit_entries", chains: "platform.audit_chains",
            roots: "platform.audit_roots", isPlatform: true)
    }

    /// Of the entries `e` those of one chain.
    func isOf(_ chain: UUID) -> SQL { isPlatform ? "true" : "e.tenant_id = \(chain)" }

    /// Chains with entries that are not sealed yet.
    func pending(limit: Int) -> SQL {
        isPlatform
            ? """
            select \(AuditChain.platform) as chain
             where exists (select from platform.audit_entries where seal_number is null)
            """
            : "select distinct tenant_id as chain from shared.audit_entries where seal_number is null limit \(limit)"
    }

    /// Chains with an end, and those whose end was taken away.
    var known: SQL {
        isPlatform
            ? """
            select \(AuditChain.platform) as chain
             where exists (select from platform.audit_chains)
                or exists (select from platform.audit_entries where seal_number is not null)
            """
            : """
            select tenant_id as chain from shared.audit_chains
            union select tenant_id from shared.audit_entries where seal_number is not null order by 1
            """
    }

    func unsealed(of chain: UUID, limit: Int) -> SQL {
        """
        select \(fragment: AuditRecord.columns) from \(fragment: entries) e
         where \(fragment: isOf(chain)) and e.seal_number is null order by e.recorded_at, e.entry_id limit \(limit)
        """
    }

    /// In the chain's order, from the one behind `number`; of several with one number from the one behind `entry`.
    func sealed(of chain: UUID, behind number: Int, _ entry: UUID, limit: Int) -> SQL {
        """
        select \(fragment: AuditRecord.columns) from \(fragment: entries) e
         where \(fragment: isOf(chain)) and (e.seal_number, e.entry_id) > (\(number), \(entry))
         order by e.seal_number, e.entry_id limit \(limit)
        """
    }

    /// What stands where nothing is any more.
    func sealedBefore(_ number: Int, of chain: UUID) -> SQL {
        """
        select \(fragment: AuditRecord.columns) from \(fragment: entries) e
         where \(fragment: isOf(chain)) and e.seal_number <= \(number) order by e.seal_number limit 1
        """
    }

    func head(of chain: UUID) -> SQL {
        """
        select last_number, last_hash, dropped_through, dropped_hash, key_number, mac
          from \(fragment: chains) where tenant_id = \(chain)
        """
    }

    func roots(of chain: UUID) -> SQL {
        "select day, number, hash, key_number, mac from \(fragment: roots) where tenant_id = \(chain) order by day"
    }

    /// The last root of each chain up to a day.
    func roots(asOf day: CalendarDate) -> SQL {
        """
        select distinct on (tenant_id) tenant_id, day, number, hash from \(fragment: roots)
         where day <= \(day) order by tenant_id, day desc
        """
    }

    func put(_ head: AuditHead, _ mark: AuditKeys.Mark) -> SQL {
        """
        update \(fragment: chains)
           set last_number = \(head.lastNumber), last_hash = \(head.lastHash), dropped_through = \(head.droppedThrough),
               dropped_hash = \(head.droppedHash), key_number = \(mark.key), mac = \(mark.mac),
               sealed_at = clock_timestamp()
         where tenant_id = \(head.chain)
        """
    }

    func begin(_ head: AuditHead, _ mark: AuditKeys.Mark) -> SQL {
        """
        insert into \(fragment: chains) (tenant_id, last_number, last_hash, dropped_hash, key_number, mac)
        values (\(head.chain), \(head.lastNumber), \(head.lastHash), \(head.droppedHash), \(mark.key), \(mark.mac))
        on conflict do nothing
        """
    }

    func put(_ root: AuditRoot, _ mark: AuditKeys.Mark) -> SQL {
        """
        insert into \(fragment: roots) (tenant_id, day, number, hash, key_number, mac)
        values (\(root.chain), \(root.day), \(root.number), \(root.hash), \(mark.key), \(mark.mac))
        on conflict (tenant_id, day) do update
          set number = excluded.number, hash = excluded.hash, key_number = excluded.key_number, mac = excluded.mac
        """
    }
}
