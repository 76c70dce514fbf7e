import Crypto
import Foundation
import Postgres
import Tenancy
import Vocabulary

/// SQL on `mail_keys`, and what seals their private halves.
enum PlatformKeyStore {
    private static let columns: SQL = "selector, algorithm, public_text, state, created_at"
    private static let purpose = "mail-key"

    static func list(_ domain: HostName) -> SQL {
        """
        select \(fragment: columns) from mail_keys where domain = \(domain.ascii) order by created_at, selector
         limit \(PlatformKeys.keptMax + 1)
        """
    }

    static func lock(_ domain: HostName) -> SQL {
        "select \(fragment: columns) from mail_keys where domain = \(domain.ascii) order by selector for update"
    }

    static func signing(_ domain: HostName) -> SQL {
        """
        select selector, algorithm, private_sealed, master_key_number from mail_keys
         where domain = \(domain.ascii) and state = 'signing'
        """
    }

    static func insert(_ key: DKIMKey, _ domain: HostName, _ keys: MasterKeys) throws -> SQL {
        let box = try AES.GCM.seal(
            key.secret, using: keys.purposeKey(purpose), authenticating: context(key.selector, domain))
        guard let sealed = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return """
            insert into mail_keys (domain, selector, algorithm, public_text, private_sealed, master_key_number)
            values (\(domain.ascii), \(key.selector), \(key.algorithm.rawValue), \(try key.publicText()),
                    \([UInt8](sealed)), \(keys.current.number))
            returning \(fragment: columns)
            """
    }

    /// The newest stay, and the one that signs.
    static func thin(_ domain: HostName, kept: Int) -> SQL {
        """
        delete from mail_keys
         where domain = \(domain.ascii) and state <> 'signing'
           and selector not in (select k.selector from mail_keys k where k.domain = \(domain.ascii)
                                 order by k.created_at desc, k.selector desc limit \(kept))
        """
    }

    static func retire(_ domain: HostName) -> SQL {
        """
        update mail_keys set state = 'retired', changed_at = clock_timestamp()
         where domain = \(domain.ascii) and state = 'signing'
        """
    }

    static func sign(_ domain: HostName, _ selector: String) -> SQL {
        """
        update mail_keys set state = 'signing', changed_at = clock_timestamp()
         where domain = \(domain.ascii) and selector = \(selector)
        """
    }

    /// Throws what AES-GCM throws for a value that was sealed elsewhere, or under a master key that is not here.
    static func key(_ row: Row, _ domain: HostName, _ keys: MasterKeys) throws -> DKIMKey {
        guard let algorithm = DKIMKey.Algorithm(rawValue: try row.get("algorithm")) else { throw SenderRowFault() }
        let selector: String = try row.get("selector")
        guard let key = keys.purposeKey(purpose, number: try row.get("master_key_number")) else {
            throw CryptoKitError.authenticationFailure
        }
        let sealed = try AES.GCM.SealedBox(combined: try row.get("private_sealed", as: [UInt8].self))
        let secret = try AES.GCM.open(sealed, using: key, authenticating: context(selector, domain))
        return DKIMKey(algorithm: algorithm, selector: selector, secret: [UInt8](secret))
    }

    private static func context(_ selector: String, _ domain: HostName) -> Data {
        Data("\(selector)._domainkey.\(domain.ascii)".utf8)
    }
}
