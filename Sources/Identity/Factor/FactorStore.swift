import Foundation
import Postgres
import Tenancy
import Vocabulary

/// SQL on `second_factors` and `recovery_codes`.
enum FactorStore {
    /// Nothing is returned where one is on already.
    static func begin(_ account: UUID, _ code: TimeCode, _ key: TenantDataKey) throws -> SQL {
        """
        insert into second_factors (tenant_id, account_id, secret_sealed, data_key_number)
        values (\(key.tenant), \(account), \(try key.seal(code.secret, field: SecondFactor.field)), \(key.number))
        on conflict (tenant_id, account_id) do update
          set secret_sealed = excluded.secret_sealed, data_key_number = excluded.data_key_number, last_step = 0
          where second_factors.confirmed_at is null
        returning account_id
        """
    }

    /// With the database's time, by which codes are judged.
    static func lock(_ account: UUID) -> SQL {
        """
        select secret_sealed, last_step, confirmed_at, clock_timestamp() as instant from second_factors
         where account_id = \(account) for update
        """
    }

    static func confirm(_ account: UUID, step: Int64) -> SQL {
        """
        update second_factors set confirmed_at = clock_timestamp(), last_step = \(step) where account_id = \(account)
        """
    }

    static func use(step: Int64, of account: UUID) -> SQL {
        "update second_factors set last_step = \(step) where account_id = \(account)"
    }

    static func delete(_ account: UUID) -> SQL {
        "delete from second_factors where account_id = \(account) returning account_id"
    }

    static func deleteCodes(of account: UUID) -> SQL { "delete from recovery_codes where account_id = \(account)" }

    static func insert(_ code: RecoveryCode, of account: UUID, tenant: TenantID) -> SQL {
        """
        insert into recovery_codes (tenant_id, account_id, code_hash) values (\(tenant), \(account), \(code.digest))
        """
    }

    static func use(_ code: RecoveryCode, of account: UUID) -> SQL {
        "delete from recovery_codes where account_id = \(account) and code_hash = \(code.digest) returning account_id"
    }
}
