-- squawk-ignore-file ban-drop-constraint, constraint-missing-not-valid, disallowed-unique-constraint
-- Made inside the migration's transaction: of one partner papers are few, and while its index is built its writers wait.
-- What the release before relies on holds on: a booking has one invoice that refers to none, and one note over that.
-- A booking that changes has its invoice taken back and another one issued in its place: one paper of a kind for each
-- invoice that it refers to, so that papers of a booking are a chain that never forks.

alter table papers
  drop constraint papers_once,
  drop constraint papers_check,
  -- A credit note takes that invoice back, an invoice takes its place.
  add constraint papers_refers check (kind = 'invoice' or refers_to is not null),
  add constraint papers_once unique nulls not distinct (tenant_id, booking_id, kind, refers_to);
