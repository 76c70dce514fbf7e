select (select count(*) = 3 from pg_class
         where oid in ('shared.tenant_queues'::regclass, 'shared.job_periods'::regclass, 'shared.job_probes'::regclass)
           and relrowsecurity and relforcerowsecurity)
   and (select count(*) = 3 from pg_proc
         where oid in ('shared.end_job(uuid, uuid, bigint)'::regprocedure,
                       'shared.drop_finished_jobs(integer)'::regprocedure, 'shared.queue_allowance(integer, timestamptz)'::regprocedure))
   and exists (select from pg_attribute where attrelid = 'shared.schedules'::regclass and attname = 'epoch')
