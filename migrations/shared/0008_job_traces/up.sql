-- squawk-ignore-file constraint-missing-not-valid
-- Jobs that wait are few, and reading them takes no longer than the lock that the column takes anyway.
-- What a job leads to belongs to the trace of what it follows from, as W3C Trace Context writes it.
alter table shared.jobs add column trace text;
alter table shared.jobs
  add constraint jobs_trace_check check (trace ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$') not valid;
alter table shared.jobs validate constraint jobs_trace_check;
