-- Keys that mail from the platform's own address is signed with. One of a domain signs; a new one waits until its
-- record stands, an old one is kept until mail signed with it has arrived. Sealed under the master key.
create table platform.mail_keys (
  domain text not null check (domain ~ '^[a-z0-9.-]{1,253}$'),
  -- Names the key below the domain: <selector>._domainkey.<domain>.
  selector text not null check (selector ~ '^[a-z][a-z0-9]{0,31}$'),
  algorithm text not null check (algorithm in ('rsa-sha256', 'ed25519-sha256')),
  public_text text not null,
  private_sealed bytea not null,
  master_key_number integer not null,
  state text not null default 'made' check (state in ('made', 'signing', 'retired')),
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  primary key (domain, selector)
);
-- The table is new and empty: nothing waits for its index.
create unique index mail_keys_signing on platform.mail_keys (domain) where state = 'signing';
grant select, insert, update, delete on platform.mail_keys to travelhub_platform;
