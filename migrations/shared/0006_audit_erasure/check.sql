select to_regclass('shared.audit_entries_behalf') is not null
