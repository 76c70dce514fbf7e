select (select relrowsecurity and relforcerowsecurity from pg_class where oid = to_regclass('mail_complaints'))
   and not has_table_privilege('travelhub_app', 'mail_complaints', 'update')
   and not exists (select from mail_senders where is_proven and dkim_public is null)
   and (select count(*) = 2 from pg_class
         where oid in (to_regclass('mail_suppressions_id'), to_regclass('mail_suppressions_age')))
