select exists (
         select from pg_constraint
          where conrelid = to_regclass('papers') and conname = 'papers_once' and contype = 'u'
            and array_length(conkey, 1) = 4)
   and exists (
         select from pg_constraint where conrelid = to_regclass('papers') and conname = 'papers_refers')
   and not exists (
         select from pg_constraint where conrelid = to_regclass('papers') and conname = 'papers_check')
