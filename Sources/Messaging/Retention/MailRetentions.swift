package import Jobs
import Postgres

/// How long it is told what became of a mail. What it said is gone once it is out; its recipient's sealed address and
/// the server's words go with the row.
package enum MailRetentions {
    /// As long as somebody may still ask whether a confirmation was sent.
    static let mailDays: Int32 = 180

    /// Reports first: they belong to their mail.
    package static var all: [TenantRetention] { [bounces, complaints, mails] }

    private static let bounces = TenantRetention(name: "mail_bounces") { limit in
        """
        delete from mail_bounces
         where (tenant_id, bounce_id) in (
           select b.tenant_id, b.bounce_id
             from (select tenant_id, mail_id from outgoing_mails
                    where created_at <= (select clock_timestamp()) - make_interval(days => \(mailDays))
                    order by created_at limit \(limit)) m
             join mail_bounces b on b.tenant_id = m.tenant_id and b.mail_id = m.mail_id
            limit \(limit))
        """
    }

    private static let complaints = TenantRetention(name: "mail_complaints") { limit in
        """
        delete from mail_complaints
         where (tenant_id, complaint_id) in (
           select c.tenant_id, c.complaint_id
             from (select tenant_id, mail_id from outgoing_mails
                    where created_at <= (select clock_timestamp()) - make_interval(days => \(mailDays))
                    order by created_at limit \(limit)) m
             join mail_complaints c on c.tenant_id = m.tenant_id and c.mail_id = m.mail_id
            limit \(limit))
        """
    }

    private static let mails = TenantRetention(name: "mails") { limit in
        """
        delete from outgoing_mails
         where (tenant_id, mail_id) in (
           select m.tenant_id, m.mail_id from outgoing_mails m
            where m.created_at <= (select clock_timestamp()) - make_interval(days => \(mailDays))
              and not exists (select from mail_bounces b where b.tenant_id = m.tenant_id and b.mail_id = m.mail_id)
              and not exists (select from mail_complaints c where c.tenant_id = m.tenant_id and c.mail_id = m.mail_id)
            order by m.created_at limit \(limit))
        """
    }
}
