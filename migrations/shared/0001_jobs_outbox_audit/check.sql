select count(*) = 5 from pg_class
 where oid in ('shared.jobs'::regclass, 'shared.finished_jobs'::regclass, 'shared.outbox_events'::regclass,
               'shared.audit_entries'::regclass, 'shared.funnel_events'::regclass)
   and relrowsecurity and relforcerowsecurity
