select (select count(*) = 2 from pg_class
         where oid in (to_regclass('processor_customers'), to_regclass('saved_cards'))
           and relrowsecurity and relforcerowsecurity)
   and not has_table_privilege('travelhub_app', 'processor_customers', 'update, truncate')
   and not has_table_privilege('travelhub_app', 'saved_cards', 'update, truncate')
   and not has_column_privilege('travelhub_app', 'saved_cards', 'customer_id', 'update')
   and not has_column_privilege('travelhub_app', 'processor_customers', 'account_id', 'update')
   and has_column_privilege('travelhub_app', 'payments', 'card_id', 'update')
   and to_regclass('saved_cards_leaving') is not null
