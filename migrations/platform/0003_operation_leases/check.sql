select count(*) = 4 from pg_attribute
 where attrelid = 'platform.operations'::regclass
   and attname in ('leased_by', 'leased_until', 'epoch', 'attempt')
