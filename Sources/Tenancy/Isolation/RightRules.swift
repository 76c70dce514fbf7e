import Postgres

/// Rules on roles and rights: the application owns nothing, makes nothing, becomes nobody else.
enum RightRules {
    static let all: [SQL] = [roles, memberships, ownership, tableRights, partitionRights, creation, defaults]

    private static let ours: SQL = "'travelhub_app', 'travelhub_worker', 'travelhub_platform', 'travelhub_trigger'"

    private static let roles: SQL = """
        select 'role' as rule, rolname::text as object, 'has more than the least privilege' as detail from pg_roles
         where (rolname in (\(fragment: ours)) or rolname = 'travelhub_owner')
           and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
                or (rolname = 'travelhub_trigger' and rolcanlogin))
        """

    private static let memberships: SQL = """
        select 'role' as rule, m.member::regrole::text as object, 'is a member of ' || m.roleid::regrole::text as detail
          from pg_auth_members m join pg_roles r on r.oid = m.member
         where r.rolname in (\(fragment: ours))
        """

    /// Objects are named only once they are known to be at fault: naming every function of PostgreSQL
    /// takes longer than all other rules together.
    private static let ownership: SQL = """
        select 'role' as rule, r.rolname::text as object, 'owns ' || pg_describe_object(o.class, o.oid, 0) as detail
          from pg_roles r join (
            select 'pg_class'::regclass as class, oid, relowner as owner from pg_class
            union all select 'pg_namespace'::regclass, oid, nspowner from pg_namespace
            union all select 'pg_proc'::regclass, oid, proowner from pg_proc
            union all select 'pg_database'::regclass, oid, datdba from pg_database where datname = current_database()) o
            on o.owner = r.oid
         where r.rolname in (\(fragment: ours)) and not (r.rolname = 'travelhub_trigger' and o.class = 'pg_proc'::regclass)
        """

    /// Truncation, references and triggers step around row security; nobody but the owner has them, and
    /// the platform's login has nothing on tenants' tables at all.
    private static let tableRights: SQL = """
        select 'grant' as rule, t.object, format('%s has %s', g.grantee, g.privilege_type) as detail
          from (\(fragment: IsolationAudit.tables)) t
          cross join lateral (
            select coalesce(r.rolname::text, 'public') as grantee, a.privilege_type
              from aclexplode(t.relacl) a left join pg_roles r on r.oid = a.grantee
            union all
            select coalesce(r.rolname::text, 'public'), a.privilege_type
              from pg_attribute c cross join aclexplode(c.attacl) a left join pg_roles r on r.oid = a.grantee
             where c.attrelid = t.oid) g
         where g.grantee <> 'travelhub_owner'
           and (g.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
                or g.grantee not in ('travelhub_app', 'travelhub_trigger', 'travelhub_worker')
                or (g.grantee = 'travelhub_worker' and not t.is_shared))
        """

    private static let partitionRights: SQL = """
        select 'grant' as rule, t.object, 'a partition may be reached by name' as detail
          from (\(fragment: IsolationAudit.tables)) t join pg_roles r on r.rolname in (\(fragment: ours))
         where t.relispartition and has_table_privilege(r.oid, t.oid, 'select, insert, update, delete')
        """

    private static let creation: SQL = """
        select 'grant' as rule, n.nspname::text as object, r.rolname || ' may create in it' as detail
          from pg_namespace n join pg_roles r on r.rolname in (\(fragment: ours))
         where has_schema_privilege(r.oid, n.oid, 'create')
        union all
        select 'grant', d.datname::text, r.rolname || ' may create schemas or temporary tables'
          from pg_database d join pg_roles r on r.rolname in (\(fragment: ours))
         where d.datname = current_database()
           and (has_database_privilege(r.oid, d.oid, 'create') or has_database_privilege(r.oid, d.oid, 'temporary'))
        union all
        select 'grant', c.oid::regclass::text, 'the application may read the signing keys or the platform'
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('tenancy', 'platform') and c.relkind in ('r', 'p')
           and (has_table_privilege('travelhub_app', c.oid, 'select, insert, update, delete')
                or has_any_column_privilege('travelhub_app', c.oid, 'select, insert, update')
                or has_table_privilege('travelhub_trigger', c.oid, 'select, insert, update, delete'))
        """

    private static let defaults: SQL = """
        select 'default-privilege' as rule, coalesce(n.nspname::text, 'every schema') as object,
               'future objects are granted to ' || coalesce(r.rolname::text, 'public') as detail
          from pg_default_acl d cross join aclexplode(d.defaclacl) a
          left join pg_roles r on r.oid = a.grantee left join pg_namespace n on n.oid = d.defaclnamespace
         where a.grantee <> d.defaclrole
        """
}
