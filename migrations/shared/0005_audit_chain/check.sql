select (select count(*) = 8 from pg_attribute
         where attrelid = 'shared.audit_entries'::regclass
           and attname in ('user_agent', 'erased_by', 'seal_number', 'seal_hash', 'origin_salt', 'origin_commitment',
                           'content_salt', 'content_commitment'))
   and (select count(*) = 2 from pg_class
         where oid in ('shared.audit_chains'::regclass, 'shared.audit_roots'::regclass)
           and relrowsecurity and relforcerowsecurity)
   and exists (select from pg_trigger where tgrelid = 'shared.audit_entries'::regclass and tgname = 'append_only')
