import Foundation
import Postgres
import Tenancy
import Vocabulary
import Web

/// SQL on `accounts`.
enum AccountStore {
    static let columns: SQL = """
        a.account_id, a.email_sealed, a.name_sealed, a.role, a.locale, a.created_at,
        a.password_hash is not null as has_password,
        exists (select from second_factors f
                 where f.tenant_id = a.tenant_id and f.account_id = a.account_id and f.confirmed_at is not null)
          as has_factor
        """

    static func find(_ id: UUID) -> SQL {
        "select \(fragment: columns), a.password_hash from accounts a where a.account_id = \(id) and a.state = 'open'"
    }

    static func lock(_ id: UUID) -> SQL {
        "\(fragment: find(id)) for no key update of a"
    }

    /// With all that a log-in is judged by.
    static func find(emailIndex: [UInt8]) -> SQL {
        "select \(fragment: columns), a.password_hash, a.state from accounts a where a.email_index = \(emailIndex)"
    }

    /// Nothing is returned when the address has an account already.
    static func insert(_ new: NewAccount, _ key: TenantDataKey) throws -> SQL {
        """
        insert into accounts
          (tenant_id, account_id, email_sealed, email_index, name_sealed, data_key_number, password_hash,
           password_changed_at, role, locale)
        values (\(key.tenant), \(new.id), \(try key.seal(new.email.description, field: Account.Field.email)),
                \(key.blindIndex(new.email.normal)), \(try key.seal(new.name, field: Account.Field.name)), \(key.number),
                \(new.passwordHash), case when \(new.passwordHash)::text is not null then clock_timestamp() end,
                \(new.role.rawValue), \(new.locale.description))
        on conflict on constraint accounts_email do nothing
        returning account_id
        """
    }

    static func setPassword(_ id: UUID, _ hash: String) -> SQL {
        """
        update accounts set password_hash = \(hash), password_changed_at = clock_timestamp(),
                            changed_at = clock_timestamp()
         where account_id = \(id)
        """
    }

    /// The same password at another cost: nothing that its holder would call a change.
    static func rehash(_ id: UUID, from old: String, to new: String) -> SQL {
        "update accounts set password_hash = \(new) where account_id = \(id) and password_hash = \(old)"
    }

    static func setEmail(_ id: UUID, _ email: EmailAddress, _ key: TenantDataKey) throws -> SQL {
        """
        update accounts set email_sealed = \(try key.seal(email.description, field: Account.Field.email)),
                            email_index = \(key.blindIndex(email.normal)), data_key_number = \(key.number),
                            changed_at = clock_timestamp()
         where account_id = \(id)
        """
    }

    static func setProfile(_ id: UUID, name: String, locale: LocaleTag, _ key: TenantDataKey) throws -> SQL {
        """
        update accounts set name_sealed = \(try key.seal(name, field: Account.Field.name)),
                            locale = \(locale.description), changed_at = clock_timestamp()
         where account_id = \(id)
        """
    }

    static func setRole(_ id: UUID, _ role: Role) -> SQL {
        "update accounts set role = \(role.rawValue), changed_at = clock_timestamp() where account_id = \(id)"
    }

    /// Those who own the site, locked in one order, so that two of them cannot both leave.
    static let lockOwners: SQL = """
        select account_id from accounts where role = 'owner' and state = 'open' order by account_id for no key update
        """

    /// Oldest first; a site has at most `StaffTerms.peopleMax`.
    static let staff: SQL = """
        select \(fragment: columns) from accounts a where \(fragment: isStaff)
         order by a.account_id limit \(StaffTerms.peopleMax)
        """

    /// Those who work for the site, and those who were asked to.
    static let countStaff: SQL = """
        select (select count(*) from accounts a where \(fragment: isStaff)) as people,
               (select count(*) from invitations) as invitations
        """

    private static let isStaff: SQL = "a.role in ('owner', 'admin', 'agent', 'partner')"

    /// What people are called, whether they may still sign in or not.
    static func names(_ ids: [UUID]) -> SQL {
        """
        select a.account_id, a.email_sealed, a.name_sealed, \(fragment: isStaff) as is_staff
          from accounts a where a.account_id = any(\(ids))
        """
    }

    static func delete(_ id: UUID) -> SQL { "delete from accounts where account_id = \(id)" }

    /// In the order of their making.
    static func list(staffOnly: Bool, after: UUID?, limit: Int) -> SQL {
        """
        select \(fragment: columns) from accounts a
         where (\(after)::uuid is null or a.account_id > \(after))
           and (not \(staffOnly) or \(fragment: isStaff))
         order by a.account_id limit \(limit)
        """
    }
}
