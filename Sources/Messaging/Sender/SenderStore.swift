import Foundation
import Postgres
import Tenancy
import Vocabulary

/// SQL on `mail_senders`.
enum SenderStore {
    private static let columns: SQL = """
        address, name, reply_to, dkim_algorithm, dkim_selector, dkim_public, dkim_private_sealed, is_proven, chosen_at,
        failing_since, lost_at, checked_at, next_check_at, checks_in_vain, findings
        """

    static let find: SQL = "select \(fragment: columns) from mail_senders"
    static let lock: SQL = "select \(fragment: columns) from mail_senders for update"

    static func due(at now: Date) -> SQL {
        "select next_check_at from mail_senders where next_check_at <= \(now)"
    }

    /// Another domain has to prove itself anew, by a key of its own: the one before goes.
    static func put(_ address: MailAddress, _ name: String, _ replyTo: MailAddress?, tenant: TenantID) -> SQL {
        """
        insert into mail_senders as s (tenant_id, address, name, reply_to)
        values (\(tenant), \(address.description), \(name), \(replyTo?.description))
        on conflict (tenant_id) do update
          set address = excluded.address, name = excluded.name, reply_to = excluded.reply_to,
              dkim_algorithm = \(fragment: kept("dkim_algorithm")), dkim_selector = \(fragment: kept("dkim_selector")),
              dkim_public = \(fragment: kept("dkim_public")),
              dkim_private_sealed = \(fragment: kept("dkim_private_sealed")),
              data_key_number = \(fragment: kept("data_key_number")),
              is_proven = s.is_proven and \(fragment: isSameDomain),
              chosen_at = coalesce(\(fragment: kept("chosen_at")), clock_timestamp()),
              failing_since = \(fragment: kept("failing_since")), lost_at = \(fragment: kept("lost_at")),
              findings = \(fragment: kept("findings")), checked_at = \(fragment: kept("checked_at")),
              next_check_at = \(fragment: kept("next_check_at")),
              checks_in_vain = coalesce(\(fragment: kept("checks_in_vain")), 0), changed_at = clock_timestamp()
        """
    }

    private static let isSameDomain: SQL = "(split_part(s.address, '@', 2) = split_part(excluded.address, '@', 2))"

    private static func kept(_ column: String) -> SQL {
        "case when \(fragment: isSameDomain) then s.\(identifier: column) end"
    }

    static let delete: SQL = "delete from mail_senders"

    static func putKey(
        _ key: DKIMKey, publicText: String, sealed: [UInt8], number: Int, at now: Date, nextCheckAt: Date?
    ) -> SQL {
        """
        update mail_senders
           set dkim_algorithm = \(key.algorithm.rawValue), dkim_selector = \(key.selector),
               dkim_public = \(publicText), dkim_private_sealed = \(sealed), data_key_number = \(number),
               is_proven = false, chosen_at = \(now), failing_since = null, lost_at = null, checked_at = null,
               findings = null,
               next_check_at = \(nextCheckAt), checks_in_vain = 0, changed_at = clock_timestamp()
        """
    }

    /// What a look came to. The row is locked.
    static func settle(_ sender: ChosenSender) throws -> SQL {
        let findings = JSONText(String(decoding: try CanonicalJSON.encode(sender.findings), as: UTF8.self))
        return """
            update mail_senders
               set is_proven = \(sender.isProven), failing_since = \(sender.failingSince), lost_at = \(sender.lostAt),
                   chosen_at = \(sender.chosenAt), checked_at = \(sender.checkedAt),
                   next_check_at = \(sender.nextCheckAt), checks_in_vain = \(sender.checksInVain),
                   findings = \(findings)
            """
    }

    static func sender(_ row: Row) throws -> ChosenSender {
        guard let address = MailAddress(try row.get("address", as: String.self)) else { throw SenderRowFault() }
        let algorithm = try row.get("dkim_algorithm", as: String?.self).flatMap(DKIMKey.Algorithm.init)
        let dkim = try algorithm.map {
            ChosenSender.PublishedKey(
                algorithm: $0, selector: try row.get("dkim_selector"), publicText: try row.get("dkim_public"))
        }
        return ChosenSender(
            address: address, name: try row.get("name"),
            replyTo: try row.get("reply_to", as: String?.self).flatMap { MailAddress($0) }, dkim: dkim,
            standing: try standing(row), checkedAt: try row.get("checked_at"),
            nextCheckAt: try row.get("next_check_at"),
            findings: try row.get("findings", as: JSONText?.self).map {
                try JSONDecoder().decode([SenderCheck.Finding].self, from: Data($0.text.utf8))
            } ?? [], chosenAt: try row.get("chosen_at"),
            checksInVain: try row.get("checks_in_vain"))
    }

    private static func standing(_ row: Row) throws -> DomainOwnership {
        if let lost = try row.get("lost_at", as: Date?.self) { return .lost(at: lost) }
        if let since = try row.get("failing_since", as: Date?.self) { return .failing(since: since) }
        return try row.get("is_proven") ? .verified : .pending
    }

    static func key(_ row: Row, with key: TenantDataKey) throws -> DKIMKey? {
        guard let sealed = try row.get("dkim_private_sealed", as: Data?.self),
            let algorithm = DKIMKey.Algorithm(rawValue: try row.get("dkim_algorithm"))
        else { return nil }
        return try DKIMKey(
            algorithm: algorithm, selector: try row.get("dkim_selector"), sealed: Array(sealed), key: key)
    }
}

extension ChosenSender {
    fileprivate var lostAt: Date? { if case .lost(let at) = standing { at } else { nil } }
}

/// A row that does not read as a sender: written by a newer release, or past us.
struct SenderRowFault: Error {}
