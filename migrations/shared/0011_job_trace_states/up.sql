-- squawk-ignore-file constraint-missing-not-valid
-- Jobs that wait are few, and reading them takes no longer than the lock that the column takes anyway.
-- What those who trace before us want to read again goes with the trace that it belongs to (W3C Trace Context, 3.3).
alter table shared.jobs add column trace_state text;
alter table shared.jobs
  add constraint jobs_trace_state_check
  check (trace_state is null or (trace is not null and octet_length(trace_state) between 1 and 512)) not valid;
alter table shared.jobs validate constraint jobs_trace_state_check;
