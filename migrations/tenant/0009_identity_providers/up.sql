-- Signing in with an account that somebody has elsewhere (OpenID Connect). Each partner says whom it believes.

create table identity_providers (
  tenant_id uuid not null,
  provider_id uuid not null,
  -- Part of the address that the provider sends browsers back to.
  slug text not null check (slug ~ '^[a-z][a-z0-9-]{0,39}$'),
  name text not null check (length(name) between 1 and 60),
  -- The name in single languages: {"ru": "…"}.
  labels jsonb not null default '{}' check (jsonb_typeof(labels) = 'object'),
  issuer text not null check (length(issuer) between 8 and 500),
  client_id text not null check (length(client_id) between 1 and 255),
  -- Absent for a client that has none and proves itself by PKCE alone.
  secret_sealed bytea,
  data_key_number integer not null,
  scopes text[] not null check (scopes @> '{openid}'),
  algorithms text[] not null check (algorithms <@ '{RS256,ES256,PS256}' and cardinality(algorithms) > 0),
  -- Whether an address that it calls verified counts as proved here.
  trusts_email boolean not null default false,
  is_enabled boolean not null default true,
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, provider_id),
  constraint identity_providers_slug unique (tenant_id, slug)
);
select tenancy.protect('identity_providers');

-- Whose account a person at a provider is. The issuer stands beside the provider: told to be somebody else, a
-- provider brings nobody of before.
create table identity_links (
  tenant_id uuid not null,
  link_id uuid not null,
  account_id uuid not null,
  provider_id uuid not null,
  issuer text not null,
  -- Blind index of the provider's name for the person, which is found by and never shown.
  subject_index bytea not null check (octet_length(subject_index) = 32),
  -- The address that the provider told, for the holder to know one link from another.
  label_sealed bytea not null,
  data_key_number integer not null,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, link_id),
  constraint identity_links_subject unique (tenant_id, provider_id, issuer, subject_index),
  foreign key (tenant_id, account_id) references accounts (tenant_id, account_id) on delete cascade,
  foreign key (tenant_id, provider_id) references identity_providers (tenant_id, provider_id) on delete cascade
);
create index identity_links_account on identity_links (tenant_id, account_id, link_id);
select tenancy.protect('identity_links');

-- States that came back: each is good once. What a browser needs on its way is in its own sealed cookie, so
-- whoever only asks to begin writes nothing.
create table identity_states (
  tenant_id uuid not null,
  state_hash bytea not null check (octet_length(state_hash) = 32),
  expires_at timestamptz not null,
  primary key (tenant_id, state_hash)
);
create index identity_states_expiry on identity_states (tenant_id, expires_at);
select tenancy.protect('identity_states', 'select, insert, delete');
