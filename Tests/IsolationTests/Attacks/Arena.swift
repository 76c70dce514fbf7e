import Foundation
import Postgres
import Tenancy
import TestSupport
import Vocabulary

/// An attacker and a victim who share one pooled connection: what the one leaves on it, the other gets.
final class Arena: Sendable {
    /// Replaces the context that `TenantDatabase` sends, where that is the mutant.
    typealias Context = @Sendable (Arena, TenantEntry) -> ContextStatements

    let fleet: TestFleet
    let attacker: TenantEntry
    let victim: TenantEntry
    /// The attacker before it was moved; its tokens are void.
    let attackerBefore: TenantEntry
    /// Another connection of the same login, and its backend.
    let strangers: PostgresPool
    let strangerPID: Int32
    /// The month's partition of the audit table.
    let partition: String
    let context: Context?

    static let attackerCities = ["LON", "PAR"]
    static let victimCities = ["BER", "TYO"]
    /// A city that neither tenant has.
    static let nowhere = "ZZZ"

    private init(
        fleet: TestFleet, attackerBefore: TenantEntry, victim: TenantEntry, strangers: PostgresPool,
        strangerPID: Int32, partition: String, context: Context?
    ) {
        self.fleet = fleet
        self.attackerBefore = attackerBefore
        attacker = attackerBefore.moved()
        self.victim = victim
        self.strangers = strangers
        self.strangerPID = strangerPID
        self.partition = partition
        self.context = context
    }

    static func make(_ mode: IsolationMode, context: Context? = nil) async throws -> Arena {
        let fleet = try await TestFleet.make(appConnections: 1)
        let (one, two) = try await fleet.pair(mode)
        let strangers = PostgresPool(
            PostgresConfiguration(conninfo: TestFleet.conninfo(fleet.adminConninfo, user: "travelhub_app")),
            limits: PoolLimits(minimum: 0, maximum: 1), logger: TestFleet.logger)
        let partition: String = try await fleet.admin.single(
            """
            select c.relname::text as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
             where i.inhparent = 'shared.audit_entries'::regclass
               and c.relname = to_char(clock_timestamp() at time zone 'UTC', '"audit_entries_"YYYY_MM')
            """
        ).only().get("name")
        let arena = Arena(
            fleet: fleet, attackerBefore: one, victim: two, strangers: strangers,
            strangerPID: try await strangers.lease { $0.backendPID }, partition: partition, context: context)
        _ = try await fleet.admin.single(
            "update platform.tenants set generation = \(arena.attacker.generation) where tenant_id = \(one.id)")
        try await arena.retireKey()
        try await arena.settle(arena.attacker, attackerCities)
        try await arena.settle(two, victimCities)
        return arena
    }

    func close() async {
        await strangers.close()
        await fleet.close()
    }

    /// Key 2 was in use once and has retired.
    static let retiredKeyText = "2:" + String(repeating: "66", count: 32)

    private func retireKey() async throws {
        let keys = TokenKeyStore(pool: fleet.owner)
        try await keys.synchronise(try MasterKeys("\(Self.retiredKeyText),\(TestFleet.masterKeyText)"))
        try await keys.synchronise(fleet.masterKeys)
        _ = try await fleet.admin.single(
            "update tenancy.token_keys set retires_at = clock_timestamp() - interval '1 second' where key_id = 2")
    }

    private func settle(_ entry: TenantEntry, _ cities: [String]) async throws {
        let entryID = fleet.identifiers.next()
        _ = try await fleet.tenants.scope(entry).run(
            cities.map(Self.insertCity(entry))
                + [
                    """
                    insert into audit_entries (tenant_id, entry_id, action, actor, subject_kind, subject_id)
                    values (\(entry.id), \(entryID), 'settle', 'test', 'booking', 'itself')
                    """
                ])
    }

    static func insertCity(_ entry: TenantEntry) -> (_ code: String) -> SQL {
        { code in
            """
            insert into cities (tenant_id, city_code, country_code, latitude, longitude, zone)
            values (\(entry.id), \(code), 'FR', 48.85, 2.35, 'Europe/Paris')
            """
        }
    }
}

extension TenantEntry {
    /// The same tenant one placement later.
    fileprivate func moved() -> TenantEntry {
        TenantEntry(
            id: id, number: number, generation: generation + 1, version: version, isolation: isolation, state: state)
    }
}
