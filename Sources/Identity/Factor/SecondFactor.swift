package import Foundation
import Postgres
package import Tenancy
import Vocabulary
import Web

/// An account's second factor: turned on by showing a code, shown at each log-in, turned off by the password. Its
/// recovery codes are made anew by both.
package struct SecondFactor: Sendable {
    static let field = "second_factors.secret"

    let parts: IdentityParts

    package init(parts: IdentityParts) { self.parts = parts }

    /// What an authenticator app is told.
    package struct Enrolment: Sendable {
        package let code: TimeCode
        package let address: String
    }

    /// A secret that counts from its first code on; asked for again before that, another one.
    ///
    /// Throws `factor.already_on`.
    package func begin(
        _ account: Account, issuer: String, _ actor: Actor, in scope: TenantScope
    ) async throws -> Enrolment {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let code = TimeCode(from: parts.secrets)
        try await scope.transaction { tx in
            let rows = try await tx.run(try FactorStore.begin(account.id, code, key))
            guard rows.first != nil else { throw IdentityError.factorAlreadyOn }
            let entry = actor.entry("account.factor_begun", account.id)
            _ = try await tx.run(self.parts.audit.statement(entry, tenant: tx.tenant))
        }
        return Enrolment(code: code, address: code.address(issuer: issuer, account: account.email.description))
    }

    /// The first code turns it on and gets the recovery codes, told once.
    ///
    /// Throws `auth.code_wrong`, `attempts.too_many`, `factor.already_on`, `factor.off` when none was begun.
    package func confirm(
        _ account: UUID, typed: String, _ actor: Actor, in scope: TenantScope
    ) async throws -> [RecoveryCode] {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let holder = try await ReadAccount(parts: parts).one(account, in: scope)
        let attempt = try await parts.admit(holder, actor, of: scope.tenant)
        let codes = try await scope.transaction { tx in
            guard let row = try await tx.run(FactorStore.lock(account)).first else { throw IdentityError.factorOff }
            guard try row.get("confirmed_at", as: Date?.self) == nil else { throw IdentityError.factorAlreadyOn }
            guard let step = try self.step(typed, row, key) else { throw IdentityError.codeWrong }
            let entry = actor.entry("account.factor_on", account, after: AuditWords.factorOn)
            _ = try await tx.run([
                FactorStore.confirm(account, step: step), self.parts.audit.statement(entry, tenant: tx.tenant),
            ])
            return try await self.newCodes(account, in: tx)
        }
        await attempt?.succeeded()
        return codes
    }

    /// Other recovery codes, told once; those of before are worth nothing. For whoever has used them up or lost them,
    /// and still has the authenticator.
    ///
    /// Throws `auth.password_wrong`, `auth.code_wrong`, `attempts.too_many`, `factor.off`, `overload`.
    package func renewCodes(
        _ id: UUID, password: String, typed: String, _ actor: Actor, in scope: TenantScope
    ) async throws -> [RecoveryCode] {
        let (account, attempt) = try await ChangeAccount(parts: parts).attempted(id, password, actor, in: scope)
        guard account.hasFactor else { throw IdentityError.factorOff }
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let codes = try await scope.transaction { tx in
            guard try await self.accept(typed, of: id, key, in: tx) else { throw IdentityError.codeWrong }
            let entry = actor.entry("account.recovery_codes", id, after: AuditWords.factorOn)
            _ = try await tx.run(self.parts.audit.statement(entry, tenant: tx.tenant))
            return try await self.newCodes(id, in: tx)
        }
        await attempt?.succeeded()
        return codes
    }

    /// Throws `factor.off`.
    package func end(_ account: UUID, _ actor: Actor, in scope: TenantScope) async throws {
        try await scope.transaction { tx in
            guard try await tx.run(FactorStore.delete(account)).first != nil else { throw IdentityError.factorOff }
            _ = try await tx.run(
                self.parts.audit.statement(
                    actor.entry("account.factor_off", account, before: AuditWords.factorOn), tenant: tx.tenant))
        }
    }

    /// Whether the code is right, and used up by being shown: a recovery code goes, a time-based one is good for no
    /// second log-in.
    func accept(_ typed: String, of account: UUID, _ key: TenantDataKey, in tx: TenantTransaction) async throws -> Bool
    {
        if let recovery = RecoveryCode(typed: typed) {
            return try await tx.run(FactorStore.use(recovery, of: account)).first != nil
        }
        guard let row = try await tx.run(FactorStore.lock(account)).first,
            try row.get("confirmed_at", as: Date?.self) != nil, let step = try step(typed, row, key)
        else { return false }
        _ = try await tx.run(FactorStore.use(step: step, of: account))
        return true
    }

    /// In place of those that there were.
    private func newCodes(_ account: UUID, in tx: TenantTransaction) async throws -> [RecoveryCode] {
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode(from: parts.secrets) }
        _ = try await tx.run(
            [FactorStore.deleteCodes(of: account)]
                + codes.map { FactorStore.insert($0, of: account, tenant: tx.tenant) })
        return codes
    }

    private func step(_ typed: String, _ row: Row, _ key: TenantDataKey) throws -> Int64? {
        let secret = try key.open(bytes: try row.get("secret_sealed"), field: Self.field)
        return TimeCode(secret: secret).step(
            of: typed.filter { $0 != " " }, at: try row.get("instant"), after: try row.get("last_step"))
    }
}
