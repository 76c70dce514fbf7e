-- squawk-ignore-file require-concurrent-index-creation
-- A partitioned table cannot be indexed concurrently (PostgreSQL 15); what was done for somebody is a small part.
-- Whoever has their traces erased is found as the actor, as the thing, and as the one who was acted for: each by an
-- index, so that the end of an account does not read a partner's whole trail.
create index audit_entries_behalf on shared.audit_entries (tenant_id, on_behalf_of) where on_behalf_of is not null;
