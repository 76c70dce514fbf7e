-- A stored answer may name people, so it lies sealed under its tenant's data key from now on. Both columns
-- come without a default and the old ones lose a check only: no row is rewritten and no lock is held longer
-- than it takes to say so.
--
-- Expand: the previous release goes on writing the old columns, and answers them for as long as they live;
-- this one reads both and writes the new ones. What was stored in the clear is gone a day later. Dropping the
-- old columns is the next release's.
alter table shared.idempotency_keys add column headers_sealed bytea;
alter table shared.idempotency_keys add column body_sealed bytea;
alter table shared.idempotency_keys add column data_key_number integer;
-- The previous release, asked for a replay of an answer that only lies sealed, fails and is asked again; with
-- an empty one in its place it would give that, as if the effect had answered nothing.
-- squawk-ignore ban-drop-not-null
alter table shared.idempotency_keys alter column headers drop not null;
-- squawk-ignore ban-drop-not-null
alter table shared.idempotency_keys alter column body drop not null;
