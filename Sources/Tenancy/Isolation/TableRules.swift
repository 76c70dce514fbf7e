import Postgres

/// Rules on tables themselves: the tenant column, forced row security, exactly the policies of the
/// class, the trigger that refuses writes without a tenant.
enum TableRules {
    static let all: [SQL] = [tenantColumn, rowSecurity, policies, missingPolicies, contextTrigger, kinds]

    /// A shared table without tenant_id is for the worker's bookkeeping; the application never sees it.
    private static let tenantColumn: SQL = """
        select 'tenant-column' as rule, object,
               case when is_shared then 'has no tenant_id, yet the application has rights on it'
                    else 'has no tenant_id' end as detail
          from (\(fragment: IsolationAudit.tables)) t
         where not has_tenant
           and (not is_shared
                or has_table_privilege('travelhub_app', oid, 'select, insert, update, delete, truncate, references, trigger')
                or has_any_column_privilege('travelhub_app', oid, 'select, insert, update, references'))
        union all
        select 'tenant-column', object, 'tenant_id is not a uuid that must be there'
          from (\(fragment: IsolationAudit.tables)) t join pg_attribute a on a.attrelid = t.oid and a.attname = 'tenant_id'
         where not a.attnotnull or a.atttypid <> 'uuid'::regtype or a.atthasdef
        """

    private static let rowSecurity: SQL = """
        select 'row-security' as rule, object,
               case when relrowsecurity then 'is not forced on its owner' else 'is off' end as detail
          from (\(fragment: IsolationAudit.tables)) t
         where has_tenant and not (relrowsecurity and relforcerowsecurity)
        """

    /// What a policy may be, by its name; anything else is one too many.
    private static let policies: SQL = """
        select 'policy' as rule, t.object, format('policy %I is not one of its class', p.polname) as detail
          from (\(fragment: IsolationAudit.tables)) t join pg_policy p on p.polrelid = t.oid
          cross join lateral (
            select array(select r.rolname::text from pg_roles r where r.oid = any(p.polroles) order by 1) as roles,
                   pg_get_expr(p.polqual, p.polrelid) as reads, pg_get_expr(p.polwithcheck, p.polrelid) as writes) e
         where not coalesce(p.polpermissive and p.polcmd = '*' and case p.polname
             when 'tenant' then e.roles = array['travelhub_app', 'travelhub_trigger']
               and regexp_replace(e.reads, '[[:space:]()]', '', 'g') = \(held)
               and regexp_replace(e.writes, '[[:space:]()]', '', 'g') = \(held)
             when 'maintenance' then e.roles = array['travelhub_owner'] and e.reads = 'true' and e.writes = 'true'
             when 'claim' then t.is_shared and e.roles = array['travelhub_worker'] and e.reads = 'true' and e.writes = 'true'
             else false end, false)
        """

    /// `tenant_id = (select tenancy.current_tenant())` as the catalogue writes it, without space and brackets.
    private static let held = "tenant_id=SELECTtenancy.current_tenantAScurrent_tenant"

    private static let missingPolicies: SQL = """
        select 'policy' as rule, t.object, 'lacks the policy tenant' as detail
          from (\(fragment: IsolationAudit.tables)) t
         where t.has_tenant and not exists (select from pg_policy p where p.polrelid = t.oid and p.polname = 'tenant')
        """

    /// Partitions have none: nobody has a right on them by name.
    private static let contextTrigger: SQL = """
        select 'context-trigger' as rule, t.object, 'has no enabled trigger require_context on every write' as detail
          from (\(fragment: IsolationAudit.tables)) t
         where t.has_tenant and not t.relispartition and not exists (
           select from pg_trigger g
            where g.tgrelid = t.oid and g.tgfoid = 'tenancy.require_context()'::regprocedure
              and g.tgenabled in ('O', 'A') and g.tgqual is null
              -- before, statement, insert, delete and update: 2 + 4 + 8 + 16, and not the row bit
              and g.tgtype & 31 = 30)
        """

    private static let kinds: SQL = """
        select case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'view' else 'relation-kind' end
                 as rule,
               n.nspname || '.' || c.relname as object,
               case c.relkind when 'S' then 'a sequence counts over all tenants'
                              when 'v' then 'a view reads with its owner''s rights'
                              when 'm' then 'a materialised view has no row security'
                              else 'a relation of this kind has no row security' end as detail
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('S', 'v', 'm', 'f')
           and (n.nspname in ('pooled', 'shared', 'tenancy', 'public') or n.nspname ~ '^t[1-9][0-9]*$')
           and not (c.relkind = 'v' and coalesce(c.reloptions, '{}') @> array['security_invoker=true'])
        union all
        select 'rewrite-rule', n.nspname || '.' || c.relname, format('rule %I rewrites statements', r.rulename)
          from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
         where r.rulename <> '_RETURN' and n.nspname not in ('pg_catalog', 'information_schema')
        union all
        select 'relation-kind', t.object, 'inherits from another table'
          from (\(fragment: IsolationAudit.tables)) t join pg_inherits i on i.inhrelid = t.oid where not t.relispartition
        """
}
