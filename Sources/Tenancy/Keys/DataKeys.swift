import Crypto
import Foundation
import Postgres
import Synchronization
package import Vocabulary

/// Opens tenants' data keys: personal fields are sealed under a key of their tenant, which lies
/// wrapped by a master key, so that destroying one key erases one tenant's people.
package final class DataKeys: Sendable {
    /// Opened keys held in process at most; the oldest opened go first.
    static let cachedMax = 2_000

    package enum Fault: Error, Sendable {
        case noKey(TenantID)
        /// The master key that wrapped it is not configured here.
        case unknownMasterKey(number: String)
        case destroyed(TenantID)
    }

    private struct Slot {
        let generation: UInt64
        let task: Task<TenantDataKey, any Error>
    }

    private struct Cache {
        var keys: [TenantID: TenantDataKey] = [:]
        var order: [TenantID] = []
        var slots: [TenantID: Slot] = [:]
        var generation: UInt64 = 0
    }

    private let database: PlatformDatabase
    private let masterKeys: MasterKeys
    private let cache = Mutex(Cache())

    package init(database: PlatformDatabase, masterKeys: MasterKeys) {
        self.database = database
        self.masterKeys = masterKeys
    }

    /// The tenant's present key; throws `Fault`, or `PostgresError` when it has to be read and cannot.
    /// Many askers at once cause one read.
    package func key(of tenant: TenantID) async throws -> TenantDataKey {
        if let known = cache.withLock({ $0.keys[tenant] }) { return known }
        let slot = cache.withLock { cache -> Slot in
            if let slot = cache.slots[tenant] { return slot }
            cache.generation += 1
            let slot = Slot(generation: cache.generation, task: Task { try await self.read(tenant) })
            cache.slots[tenant] = slot
            return slot
        }
        let result = await slot.task.result
        return try end(slot, of: tenant, with: result).get()
    }

    private func read(_ tenant: TenantID) async throws -> TenantDataKey {
        let rows = try await database.run(
            """
            select key_number, master_key_id, wrapped_key from data_keys
             where tenant_id = \(tenant.uuid) order by key_number desc limit 1
            """)
        guard let row = rows.first else { throw Fault.noKey(tenant) }
        guard let wrapped = try row.get("wrapped_key", as: [UInt8]?.self) else { throw Fault.destroyed(tenant) }
        let number: String = try row.get("master_key_id")
        guard let master = Int(number).flatMap(masterKeys.key(number:)) else {
            throw Fault.unknownMasterKey(number: number)
        }
        let secret = try AES.GCM.open(
            AES.GCM.SealedBox(combined: wrapped), using: master.derived(for: Self.wrapPurpose),
            authenticating: Data(tenant.description.utf8))
        return TenantDataKey(tenant: tenant, number: try row.get("key_number"), secret: SymmetricKey(data: secret))
    }

    /// Makes the first key of a new tenant; one that has a key keeps it.
    package func create(for tenant: TenantID, in transaction: PlatformTransaction) async throws {
        let secret = SymmetricKey(size: .bits256).withUnsafeBytes { [UInt8]($0) }
        let sealed = try AES.GCM.seal(
            secret, using: masterKeys.current.derived(for: Self.wrapPurpose),
            authenticating: Data(tenant.description.utf8))
        guard let wrapped = sealed.combined else { throw CryptoKitError.incorrectParameterSize }
        _ = try await transaction.run(
            """
            insert into data_keys (tenant_id, key_number, master_key_id, wrapped_key)
            values (\(tenant.uuid), 1, \(String(masterKeys.current.number)), \([UInt8](wrapped)))
            on conflict do nothing
            """)
    }

    /// The tenant's key is read anew when it is next asked for: its rows may have been brought back with
    /// another.
    package func forget(_ tenant: TenantID) {
        cache.withLock { cache in
            cache.slots[tenant] = nil
            if cache.keys.removeValue(forKey: tenant) != nil { cache.order.removeAll { $0 == tenant } }
        }
    }

    private func end(
        _ slot: Slot, of tenant: TenantID, with result: Result<TenantDataKey, any Error>
    ) -> Result<TenantDataKey, any Error> {
        cache.withLock { cache in
            // Forgotten while it was being read: good for this asker, not for later ones.
            guard cache.slots[tenant]?.generation == slot.generation else { return }
            cache.slots[tenant] = nil
            guard case .success(let key) = result else { return }
            if cache.keys.updateValue(key, forKey: key.tenant) == nil { cache.order.append(key.tenant) }
            if cache.order.count > Self.cachedMax { cache.keys[cache.order.removeFirst()] = nil }
        }
        return result
    }

    private static let wrapPurpose = "data-key-wrap"
}

/// One tenant's key, opened.
package struct TenantDataKey: Sendable {
    package let tenant: TenantID
    package let number: Int
    private let sealing: SymmetricKey
    private let indexing: SymmetricKey

    init(tenant: TenantID, number: Int, secret: SymmetricKey) {
        self.tenant = tenant
        self.number = number
        self.sealing = HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Data("seal".utf8), outputByteCount: 32)
        self.indexing = HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Data("index".utf8), outputByteCount: 32)
    }

    /// AES-256-GCM; `field` names the column, so that a value does not open in another's place.
    package func seal(_ text: String, field: String) throws -> [UInt8] { try seal(Array(text.utf8), field: field) }

    package func open(_ sealed: [UInt8], field: String) throws -> String {
        String(decoding: try open(bytes: sealed, field: field), as: UTF8.self)
    }

    package func seal(_ bytes: [UInt8], field: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: sealing, authenticating: context(field))
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return [UInt8](combined)
    }

    package func open(bytes sealed: [UInt8], field: String) throws -> [UInt8] {
        [UInt8](
            try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: sealing, authenticating: context(field)))
    }

    /// HMAC-SHA-256 of a value in normal form (for an e-mail: trimmed, lower case), for look-up by
    /// equality; equal addresses of two tenants have different indexes.
    package func blindIndex(_ normal: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(normal.utf8), using: indexing))
    }

    private func context(_ field: String) -> Data { Data("\(tenant)/\(field)".utf8) }
}
