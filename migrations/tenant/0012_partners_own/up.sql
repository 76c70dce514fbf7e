-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid
-- One row of each partner has a reference to check.
-- What a partner's own people set, and what was found out about it.

-- The definition as the operator's folder had it when it was applied last. Where the one in force says otherwise, the
-- partner's people said so, and theirs stays when a folder is applied again. Null: the one in force is the folder's.
alter table site_pointers add column folder_version integer;
alter table site_pointers
  add foreign key (tenant_id, folder_version) references definitions (tenant_id, version);

-- What the last look at the records of the sender's domain found; null before the first.
alter table mail_senders add column findings jsonb;
