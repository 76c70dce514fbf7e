-- What a tenant writes to people: in whose name, to whom it went and what became of it, who must not be
-- written to and who agreed to be.

-- Without a row the platform's own sender stands in. The DKIM key is sealed under the tenant's data key.
create table mail_senders (
  tenant_id uuid not null,
  address text not null check (address ~ '^[^@[:space:]<>]{1,64}@[a-z0-9.-]{3,253}$'),
  name text not null check (char_length(name) between 1 and 100),
  reply_to text check (reply_to ~ '^[^@[:space:]<>]{1,64}@[a-z0-9.-]{3,253}$'),
  dkim_algorithm text check (dkim_algorithm in ('rsa-sha256', 'ed25519-sha256')),
  dkim_selector text check (dkim_selector ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  dkim_public text,
  dkim_private_sealed bytea,
  data_key_number integer,
  -- The domain's own records name us: until then the platform's address stands in the From field.
  is_proven boolean not null default false,
  checked_at timestamptz,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id),
  check ((dkim_private_sealed is null) = (dkim_algorithm is null)),
  check ((dkim_private_sealed is null) = (dkim_selector is null)),
  check ((dkim_private_sealed is null) = (dkim_public is null)),
  check ((dkim_private_sealed is null) = (data_key_number is null))
);
select tenancy.protect('mail_senders');

-- A mail's way: queued, sending, then sent, or deferred and sending again, or failed, or bounced after it was
-- sent. What it said is sealed, and gone once nobody needs it to try again.
create table outgoing_mails (
  tenant_id uuid not null,
  mail_id uuid not null,
  unique_key text check (char_length(unique_key) between 1 and 200),
  template text not null check (template ~ '^[a-z][a-z_]{1,30}$'),
  weight text not null check (weight in ('critical', 'transactional', 'consented')),
  locale text not null,
  recipient_sealed bytea not null,
  recipient_index bytea not null check (octet_length(recipient_index) = 32),
  message_sealed bytea,
  data_key_number integer not null,
  message_id text,
  state text not null default 'queued' check (state in (
    'queued', 'sending', 'sent', 'deferred', 'failed', 'bounced')),
  attempts integer not null default 0 check (attempts >= 0),
  smtp_reply text,
  fault text check (fault ~ '^[a-z][a-z_]{1,40}$'),
  request_id text,
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  primary key (tenant_id, mail_id),
  check ((state in ('sent', 'failed', 'bounced')) = (message_sealed is null))
);
create unique index outgoing_mails_unique on outgoing_mails (tenant_id, unique_key) where unique_key is not null;
create index outgoing_mails_recipient on outgoing_mails (tenant_id, recipient_index, mail_id);
create index outgoing_mails_state on outgoing_mails (tenant_id, state, mail_id);
select tenancy.protect('outgoing_mails', 'select, insert');
grant update (state, attempts, smtp_reply, fault, message_sealed, message_id, changed_at, sent_at)
  on outgoing_mails to travelhub_app;

-- Addresses that do not take mail. Only mail about the safety of an account is tried there again.
create table mail_suppressions (
  tenant_id uuid not null,
  address_index bytea not null check (octet_length(address_index) = 32),
  reason text not null check (reason in ('hard_bounce', 'refused', 'complaint')),
  diagnostic text,
  mail_id uuid,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, address_index)
);
select tenancy.protect('mail_suppressions', 'select, insert, delete');

-- What other mail servers reported later (RFC 3464), each report once.
create table mail_bounces (
  tenant_id uuid not null,
  bounce_id uuid not null,
  mail_id uuid not null,
  action text not null check (action in ('failed', 'delayed', 'delivered', 'relayed', 'expanded')),
  status text not null check (status ~ '^[245]\.[0-9]{1,3}\.[0-9]{1,3}$'),
  diagnostic text,
  received_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, bounce_id),
  constraint mail_bounces_once unique (tenant_id, mail_id, action, status),
  foreign key (tenant_id, mail_id) references outgoing_mails (tenant_id, mail_id)
);
select tenancy.protect('mail_bounces', 'select, insert');

-- Who agreed to what and who took it back: every step stays, the last one holds.
create table mail_consents (
  tenant_id uuid not null,
  consent_id uuid not null,
  address_index bytea not null check (octet_length(address_index) = 32),
  kind text not null check (kind ~ '^[a-z][a-z_]{1,30}$'),
  is_granted boolean not null,
  source text not null check (char_length(source) between 1 and 100),
  request_id text,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, consent_id)
);
create index mail_consents_address on mail_consents (tenant_id, address_index, kind, recorded_at desc);
select tenancy.protect('mail_consents', 'select, insert');
