select (select count(*) = 2 from pg_attribute
         where not attisdropped
           and ((attrelid = 'site_pointers'::regclass and attname = 'folder_version')
                or (attrelid = 'mail_senders'::regclass and attname = 'findings')))
   and (select count(*) = 3 from pg_constraint where conrelid = 'site_pointers'::regclass and contype = 'f')
