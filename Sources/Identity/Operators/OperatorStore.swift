import Foundation
import Postgres
import Tenancy
import Vocabulary

/// SQL on `platform.operators` and what hangs on them.
enum OperatorStore {
    static let sessionSeconds: Int32 = 8 * 3_600
    static let idleSeconds: Int32 = 3_600
    static let seenSeconds: Int32 = 60

    static func find(email: String) -> SQL {
        """
        select operator_id, name, password_hash, factor_sealed, master_key_number, last_step, state, locale,
               clock_timestamp() as instant
          from operators where email = \(email)
        """
    }

    static func insert(_ new: NewOperator) -> SQL {
        """
        insert into operators (operator_id, name, email, password_hash, factor_sealed, master_key_number)
        values (\(new.id), \(new.name), \(new.email), \(new.passwordHash), \(new.factor), \(Int32(new.keyNumber)))
        on conflict do nothing returning operator_id
        """
    }

    static let list: SQL = """
        select o.operator_id, o.name, o.email, o.state, o.created_at,
               (select max(s.seen_at) from operator_sessions s where s.operator_id = o.operator_id) as seen_at
          from operators o order by o.name limit 500
        """

    static func lock(_ name: String) -> SQL {
        "select operator_id, state from operators where name = \(name) for no key update"
    }

    static func setState(_ name: String, _ state: String) -> SQL {
        "update operators set state = \(state), changed_at = clock_timestamp() where name = \(name)"
    }

    static let countOpen: SQL = "select count(*) as open from operators where state = 'open'"

    /// Nothing is returned when another log-in has used the step in the meantime.
    static func use(step: Int64, of id: UUID) -> SQL {
        "update operators set last_step = \(step) where operator_id = \(id) and last_step < \(step) returning operator_id"
    }

    static func insertCode(_ code: RecoveryCode, of id: UUID) -> SQL {
        "insert into operator_recovery_codes (operator_id, code_hash) values (\(id), \(code.digest))"
    }

    static func use(_ code: RecoveryCode, of id: UUID) -> SQL {
        """
        delete from operator_recovery_codes where operator_id = \(id) and code_hash = \(code.digest)
        returning operator_id
        """
    }

    static func insertSession(
        _ id: UUID, of owner: UUID, _ token: SecretToken, address: String, userAgent: String?
    ) -> SQL {
        """
        insert into operator_sessions (session_id, operator_id, token_hash, address, user_agent, expires_at)
        values (\(id), \(owner), \(token.digest), \(address), \(userAgent),
                clock_timestamp() + make_interval(secs => \(Double(sessionSeconds))))
        """
    }

    static func session(_ token: SecretToken) -> SQL {
        """
        select o.name, o.locale, s.session_id from operator_sessions s join operators o using (operator_id)
         where s.token_hash = \(token.digest) and s.revoked_at is null and s.expires_at > clock_timestamp()
           and s.seen_at > clock_timestamp() - make_interval(secs => \(Double(idleSeconds))) and o.state = 'open'
        """
    }

    static func touch(_ token: SecretToken) -> SQL {
        """
        update operator_sessions set seen_at = clock_timestamp()
         where token_hash = \(token.digest) and revoked_at is null
           and seen_at < clock_timestamp() - make_interval(secs => \(Double(seenSeconds)))
        """
    }

    /// Nothing is returned for one that is over.
    static func end(_ session: UUID) -> SQL {
        """
        update operator_sessions set revoked_at = clock_timestamp()
         where session_id = \(session) and revoked_at is null returning session_id
        """
    }

    static func endAll(of id: UUID) -> SQL {
        "update operator_sessions set revoked_at = clock_timestamp() where operator_id = \(id) and revoked_at is null"
    }

    /// Those that ended long ago; the trail keeps who signed in.
    static func sweep(keptDays: Int32, limit: Int) -> SQL {
        """
        delete from operator_sessions where session_id in (
          select session_id from operator_sessions
           where expires_at <= (select clock_timestamp()) - make_interval(days => \(keptDays))
           order by expires_at limit \(limit))
        """
    }
}

struct NewOperator: Sendable {
    let id: UUID
    let name: String
    let email: String
    let passwordHash: String
    let factor: [UInt8]
    let keyNumber: Int
}
