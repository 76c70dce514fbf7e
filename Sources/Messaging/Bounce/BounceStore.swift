import Foundation
import Postgres
import Tenancy
import Vocabulary

/// SQL on `mail_bounces`, `mail_complaints` and the mails that they are about.
enum BounceStore {
    /// Two reports on one mail take turns.
    static func lock(_ mail: MailID) -> SQL {
        "select recipient_index, template from outgoing_mails where mail_id = \(mail.uuid) for no key update"
    }

    static func insert(
        _ recipient: DeliveryReport.Recipient, _ mail: MailID, id: UUID, tenant: TenantID
    ) -> SQL {
        """
        insert into mail_bounces (tenant_id, bounce_id, mail_id, action, status, diagnostic)
        values (\(tenant), \(id), \(mail.uuid), \(recipient.action.rawValue), \(recipient.status),
                \(recipient.diagnostic))
        on conflict on constraint mail_bounces_once do nothing
        """
    }

    static func insert(
        _ kind: ComplaintReport.Kind, by reporter: String?, _ mail: MailID, id: UUID, tenant: TenantID
    ) -> SQL {
        """
        insert into mail_complaints (tenant_id, complaint_id, mail_id, kind, reporter)
        values (\(tenant), \(id), \(mail.uuid), \(kind.rawValue), \(reporter))
        on conflict on constraint mail_complaints_once do nothing
        """
    }

    static func bounced(_ mail: MailID, _ recipient: DeliveryReport.Recipient) -> SQL {
        """
        update outgoing_mails
           set state = 'bounced', fault = 'bounced', message_sealed = null, changed_at = clock_timestamp(),
               smtp_reply = coalesce(\(recipient.diagnostic), \(recipient.status))
         where mail_id = \(mail.uuid) and state in ('sent', 'sending', 'deferred')
        """
    }

    /// What servers and readers said.
    static func list(_ conditions: [SQL], _ page: RowPage<BounceOrder>, limit: Int) -> SQL {
        """
        select report_id, mail_id, action, status, diagnostic, received_at
          from (select bounce_id as report_id, mail_id, action, status, diagnostic, received_at from mail_bounces
                union all
                select complaint_id, mail_id, 'complaint', kind, reporter, received_at from mail_complaints) reports
         where \(fragment: conditions.joined(separator: " and "))
         order by \(fragment: page.ordering) limit \(limit)
        """
    }
}
