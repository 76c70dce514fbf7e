import Postgres
import Tenancy
import TestSupport

extension Arena {
    /// What went otherwise than expected: in the attack itself, or for those who got the connection next.
    func assault(_ attack: Attack) async -> [String] {
        var complaints: [String] = []
        do {
            let before = try await fleet.app.lease { $0.backendPID }
            if let complaint = await outcome(of: attack) { complaints.append(complaint) }
            complaints += try await aftermath()
            let after = try await fleet.app.lease { $0.backendPID }
            if before != after, !attack.endsConnection { complaints.append("another backend served the victim") }
        } catch {
            complaints.append("the next lease failed: \(error)")
        }
        return complaints.map { "\(attack) [\(attacker.isolation.text)]: \($0)" }
    }

    func outcome(of attack: Attack) async -> String? {
        do {
            let rows = try await perform(attack)
            let count = rows.last?.affectedCount ?? 0
            return switch attack.expectation {
            case .refused(let state): "was not refused with \(state)"
            case .blind: count == 0 ? nil : "reached \(count) rows"
            case .harmless: nil
            case .cutOff: "the connection lived on"
            }
        } catch {
            let refusal = error.postgres
            return switch attack.expectation {
            case .refused(let state) where refusal?.sqlState == state: nil
            case .cutOff where refusal?.kind == .misuse: nil
            default: "failed with \(error)"
            }
        }
    }

    private func perform(_ attack: Attack) async throws -> [Rows] {
        switch attack.means {
        case .statements(let make):
            let statements = make(self)
            return try await transaction(as: attacker, token: attack.token) { run in
                var answers: [Rows] = []
                for statement in statements { answers.append(try await run(statement)) }
                return answers
            }
        case .script(let make):
            let (text, entry) = (make(self), attacker)
            return try await fleet.app.lease { connection in
                try await connection.script("begin")
                _ = try await connection.run(ownContext(entry)(connection.session))
                return try await connection.script(text)
            }
        }
    }

    /// A transaction as the application opens it, unless the token or the whole context is another.
    func transaction<Result: Sendable>(
        as entry: TenantEntry, token: Attack.Token? = nil,
        _ body: @Sendable (_ run: (SQL) async throws -> Rows) async throws -> Result
    ) async throws -> Result {
        let replacement: ContextStatements? =
            if let token { { session in Self.settings(entry, token(self, session.backendPID)) } } else {
                context?(self, entry)
            }
        guard let replacement else {
            return try await fleet.tenants.scope(entry).transaction { transaction in
                try await body { try await transaction.run($0) }
            }
        }
        return try await fleet.app.transaction(context: replacement, namespace: entry.schema) { transaction in
            try await body { try await transaction.run($0) }
        }
    }

    func ownContext(_ entry: TenantEntry) -> ContextStatements {
        { [self] session in Self.settings(entry, signer().token(for: entry, backendPID: session.backendPID)) }
    }

    private static func settings(_ entry: TenantEntry, _ token: String) -> [SQL] {
        let path = "\(entry.schema), shared, pg_temp"
        return ["select set_config('search_path', \(path), true), set_config('tenancy.token', \(token), true)"]
    }
}
