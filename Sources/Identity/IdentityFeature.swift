package import Jobs
package import Tenancy
package import Vocabulary
package import Web

/// Accounts, sessions, tokens, roles, API keys, operators, impersonation.
///
/// What always holds: an account exists only for a proved address; no answer tells whether an address has one; a
/// secret is told once and kept as a digest; a credential counts on its own tenant only; whoever lost a right
/// lost it from the next request on; each change leaves an entry in the audit trail, in its own transaction.
package struct IdentityFeature: Sendable {
    package let register: Register
    package let verify: VerifyEmail
    package let logIn: LogIn
    package let passFactor: PassFactor
    package let refresh: RefreshSession
    package let forget: ForgetPassword
    package let reset: ResetPassword
    package let read: ReadAccount
    package let change: ChangeAccount
    package let delete: DeleteAccount
    package let export: ExportAccount
    package let devices: Devices
    package let factor: SecondFactor
    package let staff: InviteStaff
    package let role: ChangeRole
    package let keys: ManageKeys
    package let actors: ActorNames
    package let impersonate: Impersonate
    package let operators: Operators
    package let signing: SigningKeys
    private let parts: IdentityParts
    private let known: KnownKeys
    private let check: CheckCredential

    package init(parts: IdentityParts, tenants: TenantDatabase, operators: Operators) {
        self.parts = parts
        self.operators = operators
        signing = parts.signing
        known = KnownKeys(tenants: tenants, clock: parts.clock)
        check = CheckCredential(parts: parts, tenants: tenants)
        register = Register(parts: parts)
        verify = VerifyEmail(parts: parts)
        logIn = LogIn(parts: parts)
        passFactor = PassFactor(parts: parts)
        refresh = RefreshSession(parts: parts)
        forget = ForgetPassword(parts: parts)
        reset = ResetPassword(parts: parts)
        read = ReadAccount(parts: parts)
        change = ChangeAccount(parts: parts)
        delete = DeleteAccount(parts: parts)
        export = ExportAccount(parts: parts)
        devices = Devices(parts: parts)
        factor = SecondFactor(parts: parts)
        staff = InviteStaff(parts: parts)
        role = ChangeRole(parts: parts)
        keys = ManageKeys(parts: parts, known: known)
        impersonate = Impersonate(parts: parts)
        actors = ActorNames(parts: parts)
    }

    /// What the edge asks about whatever a request shows of itself.
    package var credentials: CredentialCheck {
        var credentials = CredentialCheck()
        credentials.bearer = { [known, check] token, entry, place in
            if let secret = APIKeySecret(token) { return try await known.caller(secret, entry, place) }
            return try await check.accessToken(token, entry)
        }
        credentials.session = { [check] cookie, entry, _ in try await check.cookie(cookie, entry) }
        credentials.operatorBearer = { [operators] token, _ in try await operators.caller(token) }
        credentials.operatorSession = { [operators] cookie, _ in try await operators.caller(cookie) }
        return credentials
    }

    /// The jobs that its verbs leave behind.
    package func register(in handlers: inout JobHandlers) {
        handlers.register(WriteRegistrationLetter.self) { [parts] job, context in
            try await context.finish { tx in try await job.run(parts, in: tx) }
        }
        handlers.register(WriteResetLetter.self) { [parts] job, context in
            try await context.finish { tx in try await job.run(parts, in: tx) }
        }
    }

    /// Its site changed: keys may have been revoked, signing keys made.
    package func forget(_ tenant: TenantID) {
        known.forget(tenant)
        signing.forget(tenant)
    }
}
