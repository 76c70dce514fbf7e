select to_regprocedure('shared.erase_audit_entries(uuid, text, text, text, text, text, text, inet, text)') is null
   and pg_get_userbyid((select proowner from pg_proc where oid = to_regprocedure(
         'shared.erase_audit_entries(uuid, text, text, text, text[], text, text, text, inet, text)'))) = 'travelhub_trigger'
