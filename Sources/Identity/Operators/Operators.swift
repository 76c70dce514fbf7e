import Crypto
package import Foundation
import Postgres
package import Tenancy
package import Vocabulary
package import Web

/// The people who run the platform: made by the command line, signed in with a password and a code, always both.
package struct Operators: Sendable {
    private let platform: PlatformDatabase
    private let keys: MasterKeys
    private let hasher: PasswordHasher
    private let rule: PasswordRule
    private let identifiers: IdentifierSource
    private let secrets: SecretSource
    private let attempts: AttemptLimiter?
    private let audit: AuditTrail

    package init(
        platform: PlatformDatabase, keys: MasterKeys, hasher: PasswordHasher, rule: PasswordRule,
        identifiers: IdentifierSource, secrets: SecretSource, attempts: AttemptLimiter?
    ) {
        self.platform = platform
        self.keys = keys
        self.hasher = hasher
        self.rule = rule
        self.identifiers = identifiers
        self.secrets = secrets
        self.attempts = attempts
        audit = AuditTrail(identifiers: identifiers)
    }

    /// What is told once to whoever made the operator.
    package struct Made: Sendable {
        package let factor: TimeCode
        package let address: String
        package let recoveryCodes: [RecoveryCode]
    }

    package struct Sight: Sendable {
        package let name: String
        package let email: String
        package let isOpen: Bool
        package let createdAt: Date
        package let seenAt: Date?
    }

    package struct SignedIn: Sendable {
        /// The cookie's value, and the bearer token.
        package let token: SecretToken
        package let seconds: Int
    }

    /// Lower-case letters, digits, dot, dash and underscore.
    package static func isName(_ name: String) -> Bool {
        (1...40).contains(name.utf8.count) && name.utf8.first.map { (0x61...0x7A).contains($0) } == true
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E, 0x5F].contains($0)
            }
    }

    /// Throws `operator.exists`, `input.invalid`.
    package func make(_ name: String, email: EmailAddress, password: String, actor: AuditActor) async throws -> Made {
        guard Self.isName(name) else { throw IdentityError.invalid([.init("/name", "format")]) }
        try await rule.check(password, email: email)
        let id = identifiers.next()
        let code = TimeCode(from: secrets)
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode(from: secrets) }
        let new = NewOperator(
            id: id, name: name, email: email.normal, passwordHash: try await hasher.hash(password).description,
            factor: try OperatorSeal.seal(code.secret, of: id, keys), keyNumber: keys.current.number)
        try await platform.transaction { tx in
            guard try await tx.run(OperatorStore.insert(new)).first != nil else {
                throw Problem(409, "operator.exists")
            }
            _ = try await tx.run(
                codes.map { OperatorStore.insertCode($0, of: id) } + [
                    entry("operator.create", name, actor, after: "open")
                ])
        }
        return Made(factor: code, address: code.address(issuer: "TravelHub", account: name), recoveryCodes: codes)
    }

    package func list() async throws -> [Sight] {
        try await platform.run(OperatorStore.list).map { row in
            Sight(
                name: try row.get("name"), email: try row.get("email"),
                isOpen: try row.get("state", as: String.self) == "open", createdAt: try row.get("created_at"),
                seenAt: try row.get("seen_at"))
        }
    }

    /// Blocked, an operator is signed out everywhere. The last one cannot be.
    ///
    /// Throws `operator.not_found`, `operator.last`.
    package func set(_ name: String, isOpen: Bool, actor: AuditActor) async throws {
        try await platform.transaction { tx in
            guard let row = try await tx.run(OperatorStore.lock(name)).first else {
                throw Problem(404, "operator.not_found")
            }
            let state = isOpen ? "open" : "blocked"
            _ = try await tx.run(OperatorStore.setState(name, state))
            let open = try await tx.run(OperatorStore.countOpen).only().get("open", as: Int.self)
            guard open > 0 else { throw Problem(409, "operator.last") }
            _ = try await tx.run([
                OperatorStore.endAll(of: try row.get("operator_id")),
                entry(
                    isOpen ? "operator.unblock" : "operator.block", name, actor, before: try row.get("state"),
                    after: state),
            ])
        }
    }

    /// One answer for every way to be wrong, after one hash.
    ///
    /// Throws `auth.failed`, `attempts.too_many`, `overload`.
    package func signIn(
        _ email: EmailAddress, password: String, code: String, _ place: CredentialCheck.Place, requestID: String
    ) async throws -> SignedIn {
        let attempt = try await attempts?.admit(
            tenant: nil, subject: AttemptSubject(account: email.normal, address: place.address), policy: .login)
        let row = try await platform.run(OperatorStore.find(email: email.normal)).first
        let stored = try row?.get("password_hash", as: String.self)
        let isRight = try await hasher.matches(password, stored.flatMap(PasswordHash.init))
        guard isRight, let row, try row.get("state", as: String.self) == "open" else { throw IdentityError.logInFailed }
        let id: UUID = try row.get("operator_id")
        let token = SecretToken(SecretToken.Prefix.operatorSession, from: secrets)
        try await platform.transaction { tx in
            guard try await accept(code, row, id, in: tx) else { throw IdentityError.logInFailed }
            let name = try row.get("name", as: String.self)
            _ = try await tx.run([
                OperatorStore.insertSession(
                    identifiers.next(), of: id, token, address: place.address, userAgent: place.userAgent),
                entry("operator.sign_in", name, Actor("operator:\(name)", from: place, requestID: requestID).audited),
            ])
        }
        await attempt?.succeeded()
        return SignedIn(token: token, seconds: Int(OperatorStore.sessionSeconds))
    }

    /// Nil for a token that is none, or whose session is over.
    package func caller(_ token: String) async throws -> OperatorCaller? {
        guard let token = SecretToken(token, prefix: SecretToken.Prefix.operatorSession),
            let row = try await platform.run(OperatorStore.session(token)).first
        else { return nil }
        _ = try await platform.run(OperatorStore.touch(token))
        return OperatorCaller(
            name: try row.get("name"), session: try row.get("session_id"),
            locale: try row.get("locale", as: String?.self).flatMap { LocaleTag($0) })
    }

    package func signOut(_ caller: OperatorCaller, actor: AuditActor) async throws {
        // The platform's own token is no session.
        guard let session = caller.session else { return }
        try await platform.transaction { tx in
            guard try await tx.run(OperatorStore.end(session)).first != nil else { return }
            _ = try await tx.run(entry("operator.sign_out", caller.name, actor))
        }
    }

    private func entry(
        _ action: String, _ name: String, _ actor: AuditActor, before: String? = nil, after: String? = nil
    ) -> SQL {
        audit.platformStatement(
            AuditEntry(
                action: action, actor: actor, subjectKind: "operator", subjectID: name,
                before: before.map(AuditWords.state), after: after.map(AuditWords.state)), about: nil)
    }

    /// Deletes a batch of the sessions that ended long ago; how many.
    package func sweepSessions(limit: Int) async throws -> Int {
        try await platform.run(OperatorStore.sweep(keptDays: IdentityRetentions.sessionDays, limit: limit))
            .affectedCount
    }

    private func accept(_ typed: String, _ row: Row, _ id: UUID, in tx: PlatformTransaction) async throws -> Bool {
        if let recovery = RecoveryCode(typed: typed) {
            return try await tx.run(OperatorStore.use(recovery, of: id)).first != nil
        }
        let secret = try OperatorSeal.open(
            try row.get("factor_sealed"), of: id, keyNumber: try row.get("master_key_number"), keys)
        guard
            let step = TimeCode(secret: secret).step(
                of: typed.filter { $0 != " " }, at: try row.get("instant"), after: try row.get("last_step"))
        else { return false }
        return try await tx.run(OperatorStore.use(step: step, of: id)).first != nil
    }
}

/// An operator's second factor under the master key of its number.
private enum OperatorSeal {
    private static let purpose = "operator-factor"

    static func seal(_ secret: [UInt8], of id: UUID, _ keys: MasterKeys) throws -> [UInt8] {
        let box = try AES.GCM.seal(secret, using: keys.purposeKey(purpose), authenticating: Data(id.text.utf8))
        guard let combined = box.combined else { throw CryptoKitError.incorrectParameterSize }
        return [UInt8](combined)
    }

    static func open(_ sealed: [UInt8], of id: UUID, keyNumber: Int, _ keys: MasterKeys) throws -> [UInt8] {
        guard let key = keys.purposeKey(purpose, number: keyNumber) else { throw CryptoKitError.authenticationFailure }
        return [UInt8](
            try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: Data(id.text.utf8)))
    }
}
