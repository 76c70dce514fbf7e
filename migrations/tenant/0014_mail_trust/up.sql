-- squawk-ignore-file require-concurrent-index-creation, constraint-missing-not-valid, adding-required-field, adding-field-with-default
-- Made inside the migration's transaction: of one partner these rows are few.
-- A sender's proof decays as a domain's does; complaints are told apart from bounces; what keeps an address from
-- being written to has a name by which staff lifts it.

alter table mail_senders
  -- Since when this domain with this key waits for its proof.
  add column chosen_at timestamptz not null default clock_timestamp(),
  -- The key's record is gone since then; the platform's address stands in meanwhile.
  add column failing_since timestamptz,
  add column lost_at timestamptz,
  -- Nil where there is nothing to look for: no key, or a proof that was lost.
  add column next_check_at timestamptz,
  add column checks_in_vain integer not null default 0 check (checks_in_vain >= 0),
  add constraint mail_senders_standing check (not is_proven or (failing_since is null and lost_at is null)),
  add constraint mail_senders_lost check (lost_at is null or next_check_at is null);

-- An SPF record was a proof, too, and names the platform but no partner: everybody proves anew, which the schedule
-- does by itself where the key's record stands.
update mail_senders
   set is_proven = false, checked_at = null, findings = null,
       next_check_at = case when dkim_public is not null then clock_timestamp() end;

alter table mail_suppressions add column suppression_id uuid not null default gen_random_uuid();
create unique index mail_suppressions_id on mail_suppressions (tenant_id, suppression_id);
create index mail_suppressions_age on mail_suppressions (tenant_id, created_at desc, suppression_id desc);

-- Readers who called a mail unwanted, as their mailbox provider told us (RFC 5965); each kind once for a mail.
create table mail_complaints (
  tenant_id uuid not null,
  complaint_id uuid not null,
  mail_id uuid not null,
  kind text not null check (kind in ('abuse', 'fraud', 'virus', 'other')),
  -- The program that reported it.
  reporter text,
  received_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, complaint_id),
  constraint mail_complaints_once unique (tenant_id, mail_id, kind),
  foreign key (tenant_id, mail_id) references outgoing_mails (tenant_id, mail_id)
);
select tenancy.protect('mail_complaints', 'select, insert, delete');
