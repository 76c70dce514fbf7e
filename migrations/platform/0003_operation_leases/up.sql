-- An operation asked for over HTTP is worked on by a worker, one process at a time: whoever holds its lease.
-- An epoch raised with every claim refuses what a holder that was thought dead still wants to record.
--
-- Constant defaults rewrite nothing. The previous release leaves the columns alone: what it begins and does
-- not finish is taken over by a worker of this one, step by step as it would have gone on itself.
alter table platform.operations add column leased_by text;
-- Without a holder: not to be taken up before.
alter table platform.operations add column leased_until timestamptz;
alter table platform.operations add column epoch bigint not null default 0;
alter table platform.operations add column attempt integer not null default 0;
