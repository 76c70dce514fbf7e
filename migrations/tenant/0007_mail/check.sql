select (select count(*) = 5 from pg_class
         where oid in (to_regclass('mail_senders'), to_regclass('outgoing_mails'), to_regclass('mail_suppressions'),
                       to_regclass('mail_bounces'), to_regclass('mail_consents'))
           and relrowsecurity and relforcerowsecurity)
   and has_column_privilege('travelhub_app', 'outgoing_mails', 'state', 'update')
   and not has_column_privilege('travelhub_app', 'outgoing_mails', 'recipient_sealed', 'update')
   and not has_table_privilege('travelhub_app', 'mail_consents', 'update')
