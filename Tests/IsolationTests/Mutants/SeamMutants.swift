import Postgres
import Tenancy

/// The faults made in the seams: the check of the token, the hardening, the context, the keys.
enum SeamMutants {
    static let all: [SeamMutant] = tokenChecks + rights + keys + contexts

    private static let tokenChecks: [SeamMutant] = [
        cut("the token's signature is not checked", "and sha256(decode(", to: ";"),
        cut("the token's expiry is not checked", "and parts[5]::bigint >", to: "and sha256"),
        cut("the token's backend is not checked", "and parts[4]::integer =", to: "and parts[5]"),
        cut("the token's generation is not checked", "and p.generation =", to: "and parts[4]"),
        cut("a retired key is still good", "and (k.retires_at is null", to: "and p.tenant_id"),
        cut("the token may have further parts", "or array_length(parts, 1) <> 6", to: "then"),
        SeamMutant(
            description: "the setting is believed unread",
            change: .cut(
                function: "tenancy.current_tenant()", from: "parts := string_to_array", to: "\nexception",
                replacement: "return split_part(token, '.', 2)::uuid;\n")),
        SeamMutant(
            description: "a write without a tenant goes unheard",
            change: .cut(
                function: "tenancy.require_context()", from: "if current_user in", to: "return null", replacement: "")),
    ]

    private static let rights: [SeamMutant] = [
        script(
            "temporary objects are allowed",
            "do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$"),
        script(
            "sessions may end each other",
            "grant execute on function pg_catalog.pg_terminate_backend(integer, bigint) to public"),
        script(
            "sessions may read each other's statements",
            "grant execute on function pg_catalog.pg_stat_get_backend_activity(integer) to public"),
        script("large objects are allowed", "grant execute on function pg_catalog.lo_create(oid) to public"),
        script(
            "text may be run as SQL",
            "grant execute on function pg_catalog.query_to_xml(text, boolean, boolean, text) to public"),
        script("session locks are allowed", "grant execute on function pg_catalog.pg_advisory_lock(bigint) to public"),
        script("signing keys are readable", "grant select on tenancy.token_keys to travelhub_app"),
        script(
            "everyone may create in public",
            "grant create on schema public to public; grant usage on schema public to public"),
    ]

    private static let keys: [SeamMutant] = [
        script(
            "the erasure in the audit trail runs with the owner's eyes and asks for no tenant",
            """
            do $mutant$ begin
              execute replace(
                pg_get_functiondef(
                  'shared.erase_audit_entries(uuid, text, text, text, text[], text, text, text, inet, text)'::regprocedure),
                'e.tenant_id = (select tenancy.current_tenant()) and', '');
            end $mutant$;
            alter function shared.erase_audit_entries(uuid, text, text, text, text[], text, text, text, inet, text)
              owner to travelhub_owner
            """),
        script("a key is unique over all tenants", "create unique index mutant on pooled.cities (city_code)"),
        script(
            "a foreign key looks at all tenants",
            """
            create unique index mutant on pooled.cities (city_code);
            alter table pooled.city_texts drop constraint city_texts_tenant_id_city_code_fkey,
              add foreign key (city_code) references pooled.cities (city_code)
            """),
        script(
            "a view reads with the owner's rights and takes the table's place",
            """
            alter table pooled.cities rename to cities_real;
            create view pooled.cities as select * from pooled.cities_real;
            grant select, insert, update, delete on pooled.cities to travelhub_app
            """),
    ]

    /// The application's side of the seam, with a context of the test's own in its place.
    private static let contexts: [SeamMutant] = [
        SeamMutant(
            description: "the context is set for the session",
            change: .context { arena, entry in
                { session in
                    let token = arena.signer().token(for: entry, backendPID: session.backendPID)
                    return [
                        """
                        select set_config('search_path', \("\(entry.schema), shared, pg_temp"), false),
                               set_config('tenancy.token', \(token), false)
                        """
                    ]
                }
            }),
        SeamMutant(
            description: "the context is the victim's whoever asks",
            change: .context { arena, _ in
                { session in
                    let token = arena.signer().token(for: arena.victim, backendPID: session.backendPID)
                    return [
                        """
                        select set_config('search_path', \("\(arena.victim.schema), shared, pg_temp"), true),
                               set_config('tenancy.token', \(token), true)
                        """
                    ]
                }
            }),
    ]

    private static func cut(_ description: String, _ from: String, to: String) -> SeamMutant {
        SeamMutant(
            description: description,
            change: .cut(function: "tenancy.current_tenant()", from: from, to: to, replacement: ""))
    }

    private static func script(_ description: String, _ text: String) -> SeamMutant {
        SeamMutant(description: description, change: .script(text))
    }
}
