-- squawk-ignore-file require-concurrent-index-creation
-- Made inside the migration's transaction: of one partner these are few, and while its index is built its writers wait.
-- Staff looks through a site's bookings by the day of arrival, page by page from either end.

create index bookings_arrival on bookings (tenant_id, check_in, booking_id);
