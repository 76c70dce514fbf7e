select count(*) = 10 from pg_class
 where oid in (to_regclass('accounts'), to_regclass('sessions'), to_regclass('refresh_tokens'),
               to_regclass('mail_proofs'), to_regclass('invitations'), to_regclass('second_factors'),
               to_regclass('recovery_codes'), to_regclass('signing_keys'), to_regclass('api_keys'),
               to_regclass('booking_accounts'))
   and relrowsecurity and relforcerowsecurity
