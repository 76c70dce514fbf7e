-- What an effect answered the first time it was asked for, so that it can be asked for again.
create table shared.idempotency_keys (
  tenant_id uuid not null,
  -- Half of a SHA-256 over tenant, principal, method, route and key: the key itself is not kept.
  fingerprint uuid not null,
  input_digest bytea not null check (octet_length(input_digest) = 32),
  status smallint not null check (status between 200 and 499),
  headers text not null,
  body bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null default clock_timestamp() + interval '24 hours',
  primary key (tenant_id, fingerprint)
);
create index idempotency_keys_expiry on shared.idempotency_keys (expires_at);
comment on index shared.idempotency_keys_expiry is
  'not led by tenant: the sweeper takes what has expired wherever it is, a batch at a time';
select tenancy.protect_shared('idempotency_keys', 'select, insert, update', 'select, delete');
