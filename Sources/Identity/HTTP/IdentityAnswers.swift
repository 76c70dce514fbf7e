import Foundation
package import Web

/// An account as JSON.
package struct AccountAnswer: JSONWritable, Sendable {
    let account: Account

    package init(account: Account) { self.account = account }

    package func write(to json: inout JSONWriter) {
        json.object {
            $0.member("id", account.id)
            $0.member("email", account.email.description)
            $0.member("name", account.name)
            $0.member("role", account.role.rawValue)
            $0.member("rights", account.role.rights.inOrder.map(\.description))
            $0.member("locale", account.locale)
            $0.member("has_password", account.hasPassword)
            $0.member("has_second_factor", account.hasFactor)
            $0.member("created_at", account.createdAt)
        }
    }

    package static let schema = Schema.object(
        "Account",
        [
            .init("id", .uuid), .init("email", .string(format: "email")), .init("name", .text),
            .init("role", .choice(Role.allCases.map(\.rawValue))), .init("rights", .array(.text)),
            .init("locale", .text), .init("has_password", .boolean), .init("has_second_factor", .boolean),
            .init("created_at", .instant),
        ], closed: true)
}

/// One device of an account as JSON.
struct SessionAnswer: JSONWritable, Sendable {
    let session: Devices.SignedIn
    let isPresent: Bool?

    /// `present` is the session that asks.
    init(_ session: Devices.SignedIn, present: UUID?) {
        self.session = session
        isPresent = present.map { $0 == session.session }
    }

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("id", session.session)
            $0.member("kind", session.isBrowser ? "browser" : "program")
            $0.member("address", session.device.address)
            $0.member("user_agent", session.device.userAgent)
            $0.member("created_at", session.createdAt)
            $0.member("seen_at", session.seenAt)
            $0.member("expires_at", session.expiresAt)
            $0.member("is_impersonated", session.isImpersonated)
            if let isPresent { $0.member("is_present", isPresent) }
        }
    }

    static let schema = Schema.object(
        "Session",
        [
            .init("id", .uuid), .init("kind", .choice(["browser", "program"])), .init("address", .text),
            .init("user_agent", .nullable(.text)), .init("created_at", .instant), .init("seen_at", .instant),
            .init("expires_at", .instant), .init("is_impersonated", .boolean),
            .init("is_present", .boolean, required: false),
        ], closed: true)
}

/// Tokens of a program, told once (RFC 6749 §5.1).
struct TokenAnswer: JSONWritable, Sendable {
    let access: String
    let refresh: String
    let session: UUID

    /// Nil for a browser's.
    init?(_ credentials: Credentials) {
        guard case .program(let access, let refresh, let session) = credentials else { return nil }
        self.access = access
        self.refresh = refresh
        self.session = session
    }

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("access_token", access)
            $0.member("token_type", "Bearer")
            $0.member("expires_in", AccessTokens.seconds)
            $0.member("refresh_token", refresh)
            $0.member("session_id", session)
        }
    }

    static let schema = Schema.object(
        "Tokens",
        [
            .init("access_token", .text), .init("token_type", .choice(["Bearer"])), .init("expires_in", .count),
            .init("refresh_token", .text), .init("session_id", .uuid),
        ], closed: true)
}
