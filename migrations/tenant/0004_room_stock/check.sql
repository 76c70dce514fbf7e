select has_table_privilege('travelhub_app', 'room_holds', 'insert')
   and not has_column_privilege('travelhub_app', 'room_nights', 'held', 'update')
   and not has_column_privilege('travelhub_app', 'room_nights', 'sold', 'insert')
   and (select count(*) = 3 from pg_trigger
         where tgrelid = to_regclass('room_holds') and tgname in ('count_added', 'count_changed', 'count_removed')
           and tgenabled = 'O')
   and (select proowner::regrole::text = 'travelhub_trigger' and prosecdef from pg_proc
         where oid = to_regprocedure('count_room_holds()'))
