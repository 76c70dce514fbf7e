select (select count(*) = 5 from pg_class
         where oid in (to_regclass('invitations_expiry'), to_regclass('api_keys_end'), to_regclass('outgoing_mails_age'),
                       to_regclass('cancellation_quotes_expiry'), to_regclass('room_holds_released')))
   and has_table_privilege('travelhub_app', 'outgoing_mails', 'delete')
   and has_table_privilege('travelhub_app', 'mail_bounces', 'delete')
   and has_table_privilege('travelhub_app', 'cancellation_quotes', 'delete')
