select exists (select from pg_attribute where attrelid = 'shared.jobs'::regclass and attname = 'trace_state')
