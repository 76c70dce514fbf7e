import Postgres

/// Rules on keys: whatever is unique, referred to or looked up is so within one tenant.
enum KeyRules {
    static let all: [SQL] = [primaryKeys, indexes, foreignKeys]

    private static let primaryKeys: SQL = """
        select 'key' as rule, t.object, 'has no primary key' as detail
          from (\(fragment: IsolationAudit.tables)) t
         where t.has_tenant and not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p')
        """

    /// Shared tables may have look-up indexes led by something else, with the reason in a comment;
    /// never a unique one, for its error would tell of another tenant's row.
    private static let indexes: SQL = """
        select 'key' as rule, t.object,
               format('%s %I is not led by tenant_id', case when x.indisunique then 'unique index' else 'index' end,
                      i.relname) as detail
          from (\(fragment: IsolationAudit.tables)) t
          join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
          left join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
         where t.has_tenant and a.attname is distinct from 'tenant_id'
           and (x.indisunique or not t.is_shared
                or (not t.relispartition and coalesce(obj_description(i.oid, 'pg_class'), '') !~ '^not led by tenant: '))
        union all
        select 'key', t.object, format('exclusion constraint %I', k.conname)
          from (\(fragment: IsolationAudit.tables)) t join pg_constraint k on k.conrelid = t.oid and k.contype = 'x'
        """

    /// Both sides begin with tenant_id, so that a reference cannot cross, and stay in one schema; a
    /// deleted row takes nothing of another with it and blanks no tenant.
    private static let foreignKeys: SQL = """
        select 'foreign-key' as rule, t.object, format('%I: %s', k.conname, f.fault) as detail
          from (\(fragment: IsolationAudit.tables)) t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
          join pg_class other on other.oid = k.confrelid
          left join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
          left join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
          cross join lateral (values
            (case when a.attname is distinct from 'tenant_id' or b.attname is distinct from 'tenant_id'
                  then 'is not led by tenant_id on both sides' end),
            (case when other.relnamespace <> (select relnamespace from pg_class where oid = t.oid)
                  then 'leads to another schema' end),
            (case when k.confdeltype in ('n', 'd') and (k.confdelsetcols is null or k.conkey[1] = any(k.confdelsetcols))
                    or k.confupdtype in ('n', 'd', 'c')
                  then 'may change tenant_id' end),
            (case when not k.convalidated then 'is not validated' end)) f(fault)
         where f.fault is not null
        """
}
