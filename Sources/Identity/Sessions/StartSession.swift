package import Foundation
import Postgres
import Tenancy
import Vocabulary
import Web

/// A session as its holder gets it: told once.
package enum Credentials: Sendable {
    /// The value of the browser's cookie, and how long it is kept.
    case browser(cookie: String, seconds: Int, session: UUID, needsCode: Bool)
    case program(access: String, refresh: String, session: UUID)
}

/// How somebody comes: by a browser with a cookie, or by a program with tokens.
package enum SessionKind: Sendable {
    case browser
    case program
}

/// Begins a session in the transaction that follows from whatever proved who it is.
struct StartSession: Sendable {
    let parts: IdentityParts

    /// Seconds that a browser has for the code after the password.
    static let pendingSeconds = 600

    struct Started: Sendable {
        let session: UUID
        let secret: SecretToken
    }

    func start(
        _ account: Account, _ kind: SessionKind, _ factor: SessionStore.Factor, _ place: CredentialCheck.Place,
        _ key: TenantDataKey, in tx: TenantTransaction
    ) async throws -> Started {
        let device = Device(place)
        let session = parts.identifiers.next()
        let secret = SecretToken(
            kind == .browser ? SecretToken.Prefix.browser : SecretToken.Prefix.refresh, from: parts.secrets)
        let new = SessionStore.New(
            id: session, account: account.id, tokenHash: kind == .browser ? secret.digest : nil, factor: factor,
            device: device, seconds: factor == .pending ? Self.pendingSeconds : account.role.sessionSeconds)
        let before = try await tx.run(SessionStore.known(account.id, deviceIndex: device.index(key))).only()
        var statements = [try SessionStore.insert(new, key)]
        if kind == .program {
            statements.append(SessionStore.insertRefresh(secret.digest, session: session, tenant: tx.tenant))
        }
        _ = try await tx.run(statements)
        if factor != .pending, try before.get("used", as: Bool.self), try !before.get("known", as: Bool.self) {
            try await parts.post(.newDevice(device), to: account, in: tx)
        }
        return Started(session: session, secret: secret)
    }

    /// After the commit: a token that names a session which was rolled back would be nobody's.
    func credentials(
        _ started: Started, _ account: Account, _ kind: SessionKind, needsCode: Bool, _ scope: TenantScope
    ) async throws -> Credentials {
        switch kind {
        case .browser:
            return .browser(
                cookie: BrowserCookie.value(started.secret, tenant: scope.tenant),
                seconds: needsCode ? Self.pendingSeconds : account.role.sessionSeconds, session: started.session,
                needsCode: needsCode)
        case .program:
            let access = try await parts.tokens.issue(
                .init(account: account.id, session: started.session), scope)
            return .program(access: access, refresh: started.secret.description, session: started.session)
        }
    }
}

/// The browser's cookie names its tenant beside its secret, so that one carried to another site is refused
/// there and not taken for none.
enum BrowserCookie {
    static func value(_ token: SecretToken, tenant: TenantID) -> String { "\(tenant).\(token)" }

    /// Nil for what is no cookie of ours. Throws `auth.required` for another tenant's.
    static func read(_ value: String, tenant: TenantID) throws(Problem) -> SecretToken? {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let owner = UUID(uuidString: String(parts[0])),
            let token = SecretToken(String(parts[1]), prefix: SecretToken.Prefix.browser)
        else { return nil }
        guard TenantID(owner) == tenant else { throw .authRequired }
        return token
    }
}
