-- Who runs the platform. Everyone has a second factor; secrets are sealed under the master key.
create table platform.operators (
  operator_id uuid primary key,
  -- How the audit trail calls them, for good.
  name text not null unique check (name ~ '^[a-z][a-z0-9_.-]{0,39}$'),
  email text not null unique check (email = lower(email)),
  password_hash text not null,
  factor_sealed bytea not null,
  master_key_number integer not null,
  last_step bigint not null default 0,
  state text not null default 'open' check (state in ('open', 'blocked')),
  locale text,
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp()
);

create table platform.operator_recovery_codes (
  operator_id uuid not null references platform.operators (operator_id) on delete cascade,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  primary key (operator_id, code_hash)
);

create table platform.operator_sessions (
  session_id uuid primary key,
  operator_id uuid not null references platform.operators (operator_id) on delete cascade,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  address text not null,
  user_agent text,
  created_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index operator_sessions_operator on platform.operator_sessions (operator_id, seen_at);
create index operator_sessions_expiry on platform.operator_sessions (expires_at);

grant select, insert, update on platform.operators to travelhub_platform;
grant select, insert, delete on platform.operator_recovery_codes to travelhub_platform;
grant select, insert, update, delete on platform.operator_sessions to travelhub_platform;
