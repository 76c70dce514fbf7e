-- squawk-ignore-file require-concurrent-index-creation
-- Made inside the migration's transaction: of one partner these are few, and while its index is built its writers wait.
-- What is deleted when its term is over is found by the end of its term.

create index invitations_expiry on invitations (tenant_id, expires_at);
create index api_keys_end on api_keys (tenant_id, least(revoked_at, expires_at))
  where revoked_at is not null or expires_at is not null;
create index outgoing_mails_age on outgoing_mails (tenant_id, created_at);
create index cancellation_quotes_expiry on cancellation_quotes (tenant_id, expires_at);
create index room_holds_released on room_holds (tenant_id, expires_at) where state = 'released';

grant delete on outgoing_mails, mail_bounces, cancellation_quotes to travelhub_app;
