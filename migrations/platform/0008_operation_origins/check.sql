select count(*) = 2 from pg_attribute
 where attrelid = 'platform.operations'::regclass and attname in ('address', 'user_agent') and not attisdropped
