-- Who has an account with this tenant, travellers and staff alike, and what they show of themselves. The same
-- person's account with another tenant is another row of another tenant: nothing here can tell that they are one.

-- Personal fields are sealed under the tenant's data key; the e-mail's blind index finds without opening. An
-- account exists only once its address has been proved, so there is no such thing as an unverified one.
create table accounts (
  tenant_id uuid not null,
  account_id uuid not null,
  email_sealed bytea not null,
  email_index bytea not null check (octet_length(email_index) = 32),
  name_sealed bytea not null,
  data_key_number integer not null,
  -- Absent for those who only come by way of an identity provider.
  password_hash text,
  password_changed_at timestamptz,
  role text not null default 'traveller' check (role in ('owner', 'admin', 'agent', 'partner', 'traveller')),
  state text not null default 'open' check (state in ('open', 'blocked')),
  locale text not null,
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, account_id),
  constraint accounts_email unique (tenant_id, email_index)
);
create index accounts_role on accounts (tenant_id, role, account_id);
select tenancy.protect('accounts');

-- One row a device. A browser shows the token of its row; a program's refresh tokens stand in a table of their
-- own, and this row is their family.
create table sessions (
  tenant_id uuid not null,
  session_id uuid not null,
  account_id uuid not null,
  kind text not null check (kind in ('browser', 'program')),
  token_hash bytea check (octet_length(token_hash) = 32),
  factor text not null check (factor in ('none', 'pending', 'passed')),
  device_sealed bytea not null,
  device_index bytea not null check (octet_length(device_index) = 32),
  -- Wrong codes shown while pending.
  tries smallint not null default 0,
  -- Who acts as this account, and why they said they do.
  impersonator text,
  reason text,
  created_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  -- The second factor or the password was shown last; what is dangerous asks for it to be recent.
  proved_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, session_id),
  constraint sessions_token unique (tenant_id, token_hash),
  foreign key (tenant_id, account_id) references accounts (tenant_id, account_id) on delete cascade,
  check ((kind = 'browser') = (token_hash is not null)),
  check ((impersonator is null) = (reason is null))
);
create index sessions_account on sessions (tenant_id, account_id, seen_at);
create index sessions_expiry on sessions (tenant_id, expires_at);
select tenancy.protect('sessions');

-- Each is good once. Shown again, it was stolen from one of the two who showed it, and its family ends.
create table refresh_tokens (
  tenant_id uuid not null,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  session_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz,
  primary key (tenant_id, token_hash),
  foreign key (tenant_id, session_id) references sessions (tenant_id, session_id) on delete cascade
);
create index refresh_tokens_session on refresh_tokens (tenant_id, session_id);
select tenancy.protect('refresh_tokens');

-- What a letter's link proves: that whoever follows it reads the mailbox it was sent to.
create table mail_proofs (
  tenant_id uuid not null,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  purpose text not null check (purpose in ('register', 'reset', 'email', 'ticket')),
  account_id uuid,
  content_sealed bytea not null,
  data_key_number integer not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  primary key (tenant_id, token_hash),
  foreign key (tenant_id, account_id) references accounts (tenant_id, account_id) on delete cascade
);
create index mail_proofs_account on mail_proofs (tenant_id, account_id) where account_id is not null;
create index mail_proofs_expiry on mail_proofs (tenant_id, expires_at);
select tenancy.protect('mail_proofs');

-- Who was asked to join the staff, and has not answered yet.
create table invitations (
  tenant_id uuid not null,
  invitation_id uuid not null,
  email_sealed bytea not null,
  email_index bytea not null check (octet_length(email_index) = 32),
  data_key_number integer not null,
  role text not null check (role in ('owner', 'admin', 'agent', 'partner')),
  token_hash bytea not null check (octet_length(token_hash) = 32),
  invited_by text not null,
  locale text not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  primary key (tenant_id, invitation_id),
  constraint invitations_email unique (tenant_id, email_index),
  constraint invitations_token unique (tenant_id, token_hash)
);
select tenancy.protect('invitations');

-- Time-based codes (RFC 6238). The last step that was used is kept, so that no code is good twice.
create table second_factors (
  tenant_id uuid not null,
  account_id uuid not null,
  secret_sealed bytea not null,
  data_key_number integer not null,
  last_step bigint not null default 0,
  confirmed_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, account_id),
  foreign key (tenant_id, account_id) references accounts (tenant_id, account_id) on delete cascade
);
select tenancy.protect('second_factors');

create table recovery_codes (
  tenant_id uuid not null,
  account_id uuid not null,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  primary key (tenant_id, account_id, code_hash),
  foreign key (tenant_id, account_id) references second_factors (tenant_id, account_id) on delete cascade
);
select tenancy.protect('recovery_codes', 'select, insert, delete');

-- What access tokens are signed with. A key is told to the world before it signs, and checks for a while after.
create table signing_keys (
  tenant_id uuid not null,
  key_id text not null check (key_id ~ '^[A-Za-z0-9_-]{8,64}$'),
  private_sealed bytea not null,
  data_key_number integer not null,
  public_jwk jsonb not null,
  signs_from timestamptz not null,
  signs_until timestamptz not null,
  verifies_until timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, key_id),
  check (signs_from < signs_until and signs_until < verifies_until)
);
create index signing_keys_time on signing_keys (tenant_id, verifies_until);
select tenancy.protect('signing_keys', 'select, insert, delete');

-- Keys of programs. The key itself is shown once; its first characters are kept for people to tell keys apart.
create table api_keys (
  tenant_id uuid not null,
  key_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  prefix text not null check (prefix ~ '^sk_(live|test)_[0-9a-f]{6}$'),
  key_hash bytea not null check (octet_length(key_hash) = 32),
  rights text[] not null,
  -- CIDR blocks; none means from anywhere.
  ranges text[] not null default '{}',
  limit_per_hour integer check (limit_per_hour between 1 and 1000000),
  expires_at timestamptz,
  -- The key that takes this one's place; both are good until this one's end.
  replaced_by uuid,
  created_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, key_id),
  constraint api_keys_hash unique (tenant_id, key_hash),
  foreign key (tenant_id, replaced_by) references api_keys (tenant_id, key_id)
);
create index api_keys_replaced on api_keys (tenant_id, replaced_by) where replaced_by is not null;
select tenancy.protect('api_keys');

-- Bookings of somebody who was signed in, or whose address proved to be an account's. The account may go, the
-- booking stays.
create table booking_accounts (
  tenant_id uuid not null,
  booking_id uuid not null,
  account_id uuid not null,
  primary key (tenant_id, booking_id),
  foreign key (tenant_id, booking_id) references bookings (tenant_id, booking_id),
  foreign key (tenant_id, account_id) references accounts (tenant_id, account_id) on delete cascade
);
create index booking_accounts_account on booking_accounts (tenant_id, account_id, booking_id);
select tenancy.protect('booking_accounts', 'select, insert');
