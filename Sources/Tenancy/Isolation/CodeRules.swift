import Postgres

/// Rules on what runs in the database: which functions may act with other rights than the caller's.
enum CodeRules {
    static let all: [SQL] = [definers, executable, triggers, eventTriggers]

    /// Definer functions outside PostgreSQL's own: those known here by their whole text, and those of
    /// travelhub_trigger, which is held to the tenant policy like the application.
    private static let definers: SQL = """
        select 'function' as rule, f.object,
               case when f.owner = 'travelhub_trigger' then 'does not pin its search_path'
                    else 'runs with the rights of ' || f.owner end as detail
          from (\(fragment: functions)) f
         where f.prosecdef
           and not (f.proconfig is not null and exists (select from unnest(f.proconfig) s where s like 'search_path=%')
                    and (f.owner = 'travelhub_trigger' or f.object = any(array[\(fragment: known)])
                         or (f.prorettype = 'trigger'::regtype
                             and regexp_replace(f.object, '^(pooled|t[1-9][0-9]*)[.]', '')
                                 = any(array[\(fragment: watchers)]))))
        """

    /// The application may call what its statements need, and nothing else of ours.
    private static let executable: SQL = """
        select 'function' as rule, f.object, 'may be called by ' || g.grantee as detail
          from (\(fragment: functions)) f
          cross join (values ('travelhub_app'), ('public')) g(grantee)
         where f.prosecdef and f.prorettype <> 'trigger'::regtype and f.owner <> 'travelhub_trigger'
           and f.object <> all(array[\(fragment: called)])
           and case g.grantee when 'public'
                 then f.proacl is null or exists (select from aclexplode(f.proacl) a where a.grantee = 0)
                 else has_function_privilege(g.grantee, f.oid, 'execute') end
        """

    private static let triggers: SQL = """
        select 'trigger-function' as rule, t.object, format('trigger %I is disabled', g.tgname) as detail
          from (\(fragment: IsolationAudit.tables)) t join pg_trigger g on g.tgrelid = t.oid
         where g.tgenabled not in ('O', 'A')
        union all
        select 'trigger-function', t.object, format('trigger %I calls %s, which is neither ours nor held', g.tgname, p.oid::regprocedure)
          from (\(fragment: IsolationAudit.tables)) t join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal
          join pg_proc p on p.oid = g.tgfoid join pg_namespace n on n.oid = p.pronamespace
         where n.nspname not in (t.schema_name, 'tenancy')
            or pg_get_userbyid(p.proowner) not in ('travelhub_trigger', 'travelhub_owner')
        """

    private static let eventTriggers: SQL = """
        select 'trigger-function' as rule, e.evtname::text as object, 'an event trigger runs at every definition' as detail
          from pg_event_trigger e
        """

    private static let functions: SQL = """
        select p.oid, n.nspname || '.' || p.proname as object, p.prosecdef, p.proconfig, p.proacl, p.prorettype,
               pg_get_userbyid(p.proowner)::text as owner
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
        """

    /// Definer functions of the owner; each is confined by its own text.
    private static let known: SQL = """
        'tenancy.current_tenant', 'tenancy.announce_site', 'platform.follow_generation', 'shared.ensure_partitions',
        'platform.record_tenant_audit', 'platform.record_domain_event', 'shared.drop_finished_jobs'
        """

    /// Triggers in every tenant's schema that look at what a transaction wrote, as the owner: they may see all rows
    /// of it whatever has become of the context, change none, and tell nothing but that it is refused.
    private static let watchers: SQL = "'verify_ledger_transaction', 'seal_ledger_transactions'"

    private static let called: SQL = "'tenancy.current_tenant', 'tenancy.announce_site'"
}
