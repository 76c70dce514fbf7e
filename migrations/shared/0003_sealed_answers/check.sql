select count(*) = 3 from pg_attribute
 where attrelid = 'shared.idempotency_keys'::regclass and not attnotnull
   and attname in ('headers_sealed', 'body_sealed', 'data_key_number')
