import Foundation
import Postgres
import Tenancy
import Vocabulary

/// SQL on `mail_senders`.
enum SenderStore {
    static let find: SQL = """
        select address, name, reply_to, dkim_algorithm, dkim_selector, dkim_public, dkim_private_sealed, is_proven,
               checked_at, findings
          from mail_senders
        """

    /// Another domain has to prove itself anew, and needs a key of its own.
    static func put(_ address: MailAddress, _ name: String, _ replyTo: MailAddress?, tenant: TenantID) -> SQL {
        """
        insert into mail_senders as s (tenant_id, address, name, reply_to)
        values (\(tenant), \(address.description), \(name), \(replyTo?.description))
        on conflict (tenant_id) do update
          set address = excluded.address, name = excluded.name, reply_to = excluded.reply_to,
              is_proven = s.is_proven and split_part(s.address, '@', 2) = split_part(excluded.address, '@', 2),
              checked_at = case when split_part(s.address, '@', 2) = split_part(excluded.address, '@', 2)
                                then s.checked_at end,
              findings = case when split_part(s.address, '@', 2) = split_part(excluded.address, '@', 2)
                              then s.findings end,
              changed_at = clock_timestamp()
        """
    }

    static let delete: SQL = "delete from mail_senders"

    static func putKey(_ key: DKIMKey, publicText: String, sealed: [UInt8], number: Int) -> SQL {
        """
        update mail_senders
           set dkim_algorithm = \(key.algorithm.rawValue), dkim_selector = \(key.selector),
               dkim_public = \(publicText), dkim_private_sealed = \(sealed), data_key_number = \(number),
               is_proven = false, checked_at = null, findings = null, changed_at = clock_timestamp()
        """
    }

    /// Of the sender that was checked, should it have changed meanwhile.
    static func checked(_ sender: ChosenSender, isProven: Bool, findings: JSONText) -> SQL {
        """
        update mail_senders set is_proven = \(isProven), checked_at = clock_timestamp(), findings = \(findings)
         where address = \(sender.address.description)
           and dkim_public is not distinct from \(sender.dkim?.publicText)
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
            isProven: try row.get("is_proven"), checkedAt: try row.get("checked_at"),
            findings: try row.get("findings", as: JSONText?.self).map {
                try JSONDecoder().decode([SenderCheck.Finding].self, from: Data($0.text.utf8))
            } ?? [])
    }

    static func key(_ row: Row, with key: TenantDataKey) throws -> DKIMKey? {
        guard let sealed = try row.get("dkim_private_sealed", as: Data?.self),
            let algorithm = DKIMKey.Algorithm(rawValue: try row.get("dkim_algorithm"))
        else { return nil }
        return try DKIMKey(
            algorithm: algorithm, selector: try row.get("dkim_selector"), sealed: Array(sealed), key: key)
    }
}

/// A row that does not read as a sender: written by a newer release, or past us.
struct SenderRowFault: Error {}
