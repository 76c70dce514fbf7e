import Postgres

/// One deliberate hole in the database; the audit has to name it.
struct CatalogueMutant: Sendable, CustomStringConvertible {
    /// What is done, the same words for every table it is done to.
    let operation: String
    /// Schema-qualified; nil when no single table is meant.
    let table: String?
    let statements: [String]

    var description: String { table.map { "\($0): \(operation)" } ?? operation }

    init(on table: String? = nil, _ operation: String, _ statements: String...) {
        self.operation = operation
        self.table = table
        self.statements = statements
    }
}

/// A table as the mutants meet it.
struct MutantTable: Sendable {
    let schema: String
    let name: String
    let isShared: Bool
    let isPartition: Bool
    let isPartitioned: Bool
    /// The columns of the primary key besides tenant_id.
    let keyColumns: [String]

    var full: String { "\(schema).\(name)" }

    /// Tables of one class are held to the same rules.
    var tableClass: String { "\(isShared) \(isPartition) \(isPartitioned)" }

    /// Every hole that fits a table of this class.
    var mutants: [CatalogueMutant] {
        isPartition ? securityMutants + rightMutants : securityMutants + keyMutants + codeMutants + rightMutants
    }

    private var securityMutants: [CatalogueMutant] {
        [
            CatalogueMutant(on: full, "FORCE dropped", "alter table \(full) no force row level security"),
            CatalogueMutant(on: full, "row security off", "alter table \(full) disable row level security"),
            CatalogueMutant(
                on: full, "tenant policy true", "alter policy tenant on \(full) using (true) with check (true)"),
            CatalogueMutant(
                on: full, "tenant policy without check", "alter policy tenant on \(full) with check (true)"),
            CatalogueMutant(on: full, "tenant policy for everyone", "alter policy tenant on \(full) to public"),
            CatalogueMutant(on: full, "tenant policy dropped", "drop policy tenant on \(full)"),
            CatalogueMutant(
                on: full, "a further permissive policy",
                "create policy extra on \(full) for select to travelhub_app using (true)"),
            CatalogueMutant(
                on: full, "policy on a setting instead of the token",
                """
                alter policy tenant on \(full)
                  using (tenant_id = current_setting('tenancy.tenant', true)::uuid)
                  with check (tenant_id = current_setting('tenancy.tenant', true)::uuid)
                """),
        ]
    }

    /// A table with one row for each tenant has no key that could do without it.
    private var uniqueMutants: [CatalogueMutant] {
        guard !keyColumns.isEmpty else { return [] }
        let columns = (keyColumns + ["tenant_id"]).joined(separator: ", ")
        return [
            CatalogueMutant(on: full, "unique without tenant", "create unique index mutant on \(full) (\(columns))")
        ]
    }

    private var keyMutants: [CatalogueMutant] {
        uniqueMutants + [
            CatalogueMutant(
                on: full, "tenant may be null", "alter table \(full) drop constraint \(name)_pkey cascade",
                "alter table \(full) alter column tenant_id drop not null"),
            CatalogueMutant(
                on: full, "tenant by default",
                "alter table \(full) alter column tenant_id set default tenancy.current_tenant()"),
            CatalogueMutant(
                on: full, "primary key dropped", "alter table \(full) drop constraint \(name)_pkey cascade"),
            CatalogueMutant(
                on: full, "foreign key without tenant",
                "create table \(schema).mutant_parent (tenant_id uuid primary key)",
                "select set_config('tenancy.target_schema', '\(schema)', true)",
                "select tenancy.protect('mutant_parent')",
                "alter table \(schema).mutant_parent add column other uuid unique",
                "create table \(schema).mutant_child (tenant_id uuid not null, other uuid references \(schema).mutant_parent (other), primary key (tenant_id, other))",
                "select tenancy.protect('mutant_child')"),
            CatalogueMutant(on: full, "trigger require_context dropped", "drop trigger require_context on \(full)"),
            CatalogueMutant(
                on: full, "trigger require_context disabled", "alter table \(full) disable trigger require_context"),
        ]
    }

    private var codeMutants: [CatalogueMutant] {
        [
            CatalogueMutant(
                on: full, "definer view", "create view \(schema).mutant as select tenant_id from \(full)",
                "grant select on \(schema).mutant to travelhub_app"),
            CatalogueMutant(
                on: full, "materialised view",
                "create materialized view \(schema).mutant as select tenant_id from \(full)"),
            CatalogueMutant(
                on: full, "definer function",
                """
                create function \(schema).mutant() returns bigint language sql security definer
                set search_path = pg_catalog as $$ select count(*) from \(full) $$
                """),
            CatalogueMutant(
                on: full, "rewrite rule", "create rule mutant as on update to \(full) do also notify mutant"),
            CatalogueMutant(
                on: full, "foreign trigger function",
                """
                create function public.mutant() returns trigger language plpgsql security definer
                as $$ begin return null; end $$
                """,
                "create trigger mutant after insert on \(full) for each row execute function public.mutant()"),
        ]
    }

    private var rightMutants: [CatalogueMutant] {
        [
            CatalogueMutant(on: full, "truncate granted", "grant truncate on \(full) to travelhub_app"),
            CatalogueMutant(on: full, "references granted", "grant references (tenant_id) on \(full) to travelhub_app"),
            CatalogueMutant(on: full, "granted to everyone", "grant select on \(full) to public"),
            CatalogueMutant(
                on: full, "granted to the platform's login", "grant select on \(full) to travelhub_platform"),
            CatalogueMutant(on: full, "owned by the application", "alter table \(full) owner to travelhub_app"),
        ]
            + (isPartition
                ? [CatalogueMutant(on: full, "partition granted by name", "grant select on \(full) to travelhub_app")]
                : [])
    }
}

/// Holes that belong to no single table.
enum FleetMutants {
    static let all: [CatalogueMutant] = [
        CatalogueMutant("application bypasses row security", "alter role travelhub_app bypassrls"),
        CatalogueMutant("application is a superuser", "alter role travelhub_app superuser"),
        CatalogueMutant("application makes roles", "alter role travelhub_app createrole"),
        CatalogueMutant("application is a member of the owner", "grant travelhub_owner to travelhub_app"),
        CatalogueMutant("application is a member of the worker", "grant travelhub_worker to travelhub_app"),
        CatalogueMutant("trigger role may log in", "alter role travelhub_trigger login"),
        CatalogueMutant("trigger role bypasses row security", "alter role travelhub_trigger bypassrls"),
        CatalogueMutant("worker bypasses row security", "alter role travelhub_worker bypassrls"),
        CatalogueMutant(
            "application may create in the pooled schema", "grant create on schema pooled to travelhub_app"),
        CatalogueMutant("everyone may create in public", "grant create on schema public to public"),
        CatalogueMutant(
            "signing keys readable", "grant usage on schema tenancy to travelhub_app",
            "grant select on tenancy.token_keys to travelhub_app"),
        CatalogueMutant(
            "tenants listed to the application", "grant usage on schema platform to travelhub_app",
            "grant select on platform.tenants to travelhub_app"),
        CatalogueMutant(
            "future tables granted",
            "alter default privileges in schema pooled grant select on tables to travelhub_app"),
        CatalogueMutant("a sequence", "create sequence pooled.mutant"),
        CatalogueMutant("a table without tenant", "create table pooled.mutant (id uuid primary key)"),
        CatalogueMutant(
            "a shared table without tenant, granted",
            "create table shared.mutant (id uuid primary key)", "grant select on shared.mutant to travelhub_app"),
        CatalogueMutant(
            "a table that nobody protected",
            "create table pooled.mutant (tenant_id uuid not null, id uuid, primary key (tenant_id, id))"),
        CatalogueMutant(
            "a definer function of the owner for the application",
            """
            create function tenancy.mutant() returns uuid language sql security definer
            set search_path = pg_catalog as $$ select null::uuid $$
            """,
            "grant execute on function tenancy.mutant() to travelhub_app"),
        CatalogueMutant(
            "a trigger function that pins no path",
            "alter function pooled.count_room_holds() reset search_path"),
        CatalogueMutant(
            "a trigger function of the owner",
            "alter function pooled.count_room_holds() owner to travelhub_owner"),
        CatalogueMutant(
            "an event trigger",
            "create function public.mutant() returns event_trigger language plpgsql as $$ begin end $$",
            "create event trigger mutant on ddl_command_start execute function public.mutant()"),
        CatalogueMutant(
            "a foreign table",
            "create foreign data wrapper mutant", "create server mutant foreign data wrapper mutant",
            "create foreign table pooled.mutant (tenant_id uuid) server mutant"),
    ]
}
