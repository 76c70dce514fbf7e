import Foundation
import Postgres
import Tenancy
import Vocabulary

/// SQL on `outgoing_mails`.
enum MailStore {
    static func insert(_ new: NewMail, tenant: TenantID) -> SQL {
        """
        insert into outgoing_mails
          (tenant_id, mail_id, unique_key, template, weight, locale, recipient_sealed, recipient_index, message_sealed,
           data_key_number, request_id)
        values (\(tenant), \(new.id.uuid), \(new.uniqueKey), \(new.template.rawValue), \(new.template.weight.rawValue),
                \(new.locale), \(new.recipient), \(new.recipientIndex), \(new.message), \(new.keyNumber),
                \(new.requestID))
        on conflict (tenant_id, unique_key) where unique_key is not null do nothing
        """
    }

    /// With what may keep it from going out: a bounce of before, a consent that is not there.
    static func find(_ id: MailID) -> SQL {
        """
        select m.template, m.locale, m.recipient_sealed, m.recipient_index, m.message_sealed, m.state, m.attempts,
               m.created_at, exists (select from mail_suppressions s where s.address_index = m.recipient_index)
                 as is_suppressed,
               coalesce((select c.is_granted from mail_consents c
                          where c.address_index = m.recipient_index and c.kind = m.template
                          order by c.recorded_at desc, c.consent_id desc limit 1), false) as is_consented
          from outgoing_mails m where m.mail_id = \(id.uuid)
        """
    }

    /// An attempt begins. The Message-ID stays what it was.
    static func begin(_ id: MailID, messageID: String) -> SQL {
        """
        update outgoing_mails
           set state = 'sending', attempts = attempts + 1, message_id = coalesce(message_id, \(messageID)),
               changed_at = clock_timestamp()
         where mail_id = \(id.uuid) and state in ('queued', 'sending', 'deferred')
        returning message_id
        """
    }

    static func sent(_ id: MailID, reply: String) -> SQL {
        """
        update outgoing_mails
           set state = 'sent', smtp_reply = \(reply), fault = null, message_sealed = null,
               sent_at = clock_timestamp(), changed_at = clock_timestamp()
         where mail_id = \(id.uuid) and state = 'sending'
        """
    }

    static func deferred(_ id: MailID, fault: String, reply: String?) -> SQL {
        """
        update outgoing_mails
           set state = 'deferred', smtp_reply = coalesce(\(reply), smtp_reply), fault = \(fault),
               changed_at = clock_timestamp()
         where mail_id = \(id.uuid) and state in ('queued', 'sending', 'deferred')
        """
    }

    static func failed(_ id: MailID, fault: String, reply: String?) -> SQL {
        """
        update outgoing_mails
           set state = 'failed', smtp_reply = coalesce(\(reply), smtp_reply), fault = \(fault), message_sealed = null,
               changed_at = clock_timestamp()
         where mail_id = \(id.uuid) and state in ('queued', 'sending', 'deferred')
        """
    }

    static func list(_ conditions: [SQL], _ page: RowPage<MailOrder>, limit: Int) -> SQL {
        """
        select mail_id, template, locale, recipient_sealed, state, attempts, smtp_reply, fault, created_at, changed_at,
               sent_at
          from outgoing_mails where \(fragment: ([page.condition] + conditions).joined(separator: " and "))
         order by \(fragment: page.ordering) limit \(limit)
        """
    }
}

/// What is written when a mail is enqueued.
struct NewMail: Sendable {
    let id: MailID
    let uniqueKey: String?
    let template: MailTemplate
    let locale: LocaleTag
    let recipient: [UInt8]
    let recipientIndex: [UInt8]
    let message: [UInt8]
    let keyNumber: Int
    let requestID: String?
}
