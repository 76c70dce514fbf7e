import Foundation
import Postgres
import Tenancy
import Vocabulary

/// Why an address is not written to.
package enum SuppressionReason: String, Sendable, CaseIterable {
    /// A report says that there is no such mailbox.
    case hardBounce = "hard_bounce"
    /// The server said so at once.
    case refused
    /// The reader called a mail unwanted.
    case complaint
}

/// SQL on `mail_suppressions`.
enum SuppressionStore {
    /// The first reason stays.
    static func insert(
        _ index: [UInt8], _ reason: SuppressionReason, diagnostic: String?, mail: MailID, id: UUID, tenant: TenantID
    ) -> SQL {
        """
        insert into mail_suppressions (tenant_id, address_index, reason, diagnostic, mail_id, suppression_id)
        values (\(tenant), \(index), \(reason.rawValue), \(diagnostic), \(mail.uuid), \(id))
        on conflict (tenant_id, address_index) do nothing
        """
    }

    private static let columns: SQL = """
        s.suppression_id, s.reason, s.diagnostic, s.created_at, m.recipient_sealed
        """

    /// Those of one reason or of one address where it is given. The address stands with the mail that brought it here,
    /// for as long as that is kept.
    static func list(
        _ reason: SuppressionReason?, of index: [UInt8]?, _ page: RowPage<SuppressionOrder>, limit: Int
    ) -> SQL {
        let narrowed = [
            reason.map { "s.reason = \($0.rawValue)" as SQL }, index.map { "s.address_index = \($0)" as SQL },
        ].compactMap(\.self)
        return """
            select \(fragment: columns)
              from mail_suppressions s
              left join outgoing_mails m on m.tenant_id = s.tenant_id and m.mail_id = s.mail_id
             where \(fragment: ([page.condition] + narrowed).joined(separator: " and "))
             order by \(fragment: page.ordering) limit \(limit)
            """
    }

    static func find(_ id: UUID) -> SQL {
        """
        select \(fragment: columns)
          from mail_suppressions s
          left join outgoing_mails m on m.tenant_id = s.tenant_id and m.mail_id = s.mail_id
         where s.suppression_id = \(id)
        """
    }

    static func lift(_ id: UUID) -> SQL {
        "delete from mail_suppressions where suppression_id = \(id) returning reason"
    }
}
