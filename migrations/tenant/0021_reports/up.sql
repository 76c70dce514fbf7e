-- squawk-ignore-file require-concurrent-index-creation
-- Made inside the migration's transaction: of one partner these are few, and while its index is built its writers wait.
-- Reports read a stretch of days: what became of bookings in them, and what was promised back.

create index booking_events_outcome on booking_events (tenant_id, recorded_at)
  where to_state in ('confirmed', 'cancelled');
create index refunds_made on refunds (tenant_id, created_at);
