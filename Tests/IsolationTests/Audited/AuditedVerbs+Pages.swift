import Foundation
import Identity
import Postgres
import Tenancy
import TestSupport
import Vocabulary
import Web

@testable import TravelHub

/// What somebody does with an account of their own on the site's pages.
extension AuditedVerb {
    static let pages: [AuditedVerb] = [
        AuditedVerb("POST /{locale}/verify", "account.create", doer: .anew("account:")) { seat in
            let token = try await seat.letter("register", nil, try await seat.pendingAccount())
            return try await seat.visitor().form("/en/verify", [("token", token)])
        },
        AuditedVerb("POST /{locale}/sign-in", "account.log_in", doer: .anew("account:"), tells: false) { seat in
            try await entering(seat, "/en/sign-in")
        },
        AuditedVerb("POST /admin/sign-in", "account.log_in", doer: .anew("account:"), tells: false) { seat in
            try await entering(seat, "/admin/sign-in", "agent")
        },
        code("/{locale}/sign-in/code", "traveller", "/en/sign-in/code"),
        code("/admin/sign-in/code", "agent", "/admin/sign-in/code"),
        AuditedVerb("POST /{locale}/sign-out", "session.revoke", doer: .member, tells: false) { seat in
            try await seat.member().form("/en/sign-out")
        },
        AuditedVerb("POST /admin/sign-out", "session.revoke", doer: .member, tells: false) { seat in
            try await seat.member("agent").form("/admin/sign-out")
        },
        AuditedVerb("POST /{locale}/reset", "account.password_reset", doer: .anew("account:"), tells: false) { seat in
            let id = UUID()
            try await seat.insertAccount(id, "r-\(id.text)@example.com")
            let token = try await seat.letter("reset", id, "[]")
            return try await seat.visitor().form(
                "/en/reset", [("token", token), ("password", "another one of the audit")])
        },
        AuditedVerb("POST /{locale}/confirm-email", "account.email_changed", doer: .anew("account:")) { seat in
            let id = UUID()
            try await seat.insertAccount(id, "e-\(id.text)@example.com")
            let token = try await seat.letter("email", id, "[\"f-\(id.text)@example.com\"]")
            return try await seat.visitor().form("/en/confirm-email", [("token", token)])
        },
        AuditedVerb("POST /{locale}/invitation", "account.create", doer: .anew("account:")) { seat in
            let token = try await seat.invitation("i-\(UUID().text)@example.com")
            return try await seat.visitor().form(
                "/en/invitation", [("token", token), ("name", "Ada"), ("password", "a long one of the audit")])
        },
        AuditedVerb("POST /impersonation", "impersonation.begin", doer: .anew("operator:")) { seat in
            let id = UUID()
            try await seat.insertAccount(id, "t-\(id.text)@example.com")
            let ticket = try await seat.letter(
                "ticket", id, #"{"impersonator":"operator:grace","reason":"a call for help"}"#, field: "ticket")
            return try await seat.visitor().form("/impersonation", [("ticket", ticket)])
        },
        AuditedVerb("POST /{locale}/bookings/{booking}/confirm", "booking.confirm", doer: .member) { seat in
            let (member, booking) = try await seat.booker()
            return member.form("/en/bookings/\(booking)/confirm", [("idempotency_key", UUID().text)])
        },
        AuditedVerb("POST /{locale}/bookings/{booking}/cancel", "booking.cancel", doer: .member) { seat in
            let (member, booking) = try await seat.booker()
            let path = "/en/bookings/\(booking)"
            _ = try await seat.send(member.form("\(path)/confirm", [("idempotency_key", UUID().text)]), "POST")
            let shown = try await seat.send(member.form("\(path)/cancellation"), "POST")
            return member.form(
                "\(path)/cancel",
                [
                    ("cancellation_quote_id", shown.hidden("cancellation_quote_id") ?? ""),
                    ("idempotency_key", UUID().text),
                ])
        },
        AuditedVerb("POST /{locale}/bookings/{booking}/invoice", "paper.issue", doer: .member) { seat in
            let (member, path) = try await seat.agreement()
            return member.form("\(path)/invoice", [("company", "A"), ("idempotency_key", UUID().text)])
        },
        AuditedVerb("POST /{locale}/bookings/{booking}/resend", "paper.resend", doer: .member) { seat in
            let (member, path) = try await seat.agreement()
            return member.form("\(path)/resend")
        },
        AuditedVerb("POST /{locale}/account", "account.profile", doer: .member) { seat in
            try await seat.member().form("/en/account", [("name", "Eve"), ("language", "en")])
        },
        AuditedVerb(
            "POST /{locale}/account/password", "account.password_changed", doer: .member, tells: false
        ) { seat in
            try await seat.member().form(
                "/en/account/password",
                [("password", AuditedSeat.password), ("new_password", "another one of the audit")])
        },
        AuditedVerb("POST /{locale}/account/email", "account.email_asked", doer: .member) { seat in
            try await seat.member().form(
                "/en/account/email",
                [("password", AuditedSeat.password), ("email", "m-\(UUID().text)@example.com")])
        },
        AuditedVerb(
            "POST /{locale}/account/deletion", "account.delete", "audit.erase", doer: .member, hidesPlace: true
        ) { seat in
            try await seat.member().form("/en/account/deletion", [("password", AuditedSeat.password)])
        },
        AuditedVerb("POST /{locale}/account/devices/end", "session.revoke", doer: .member, tells: false) { seat in
            let member = try await seat.member()
            let session = try await seat.scope.run(
                "select session_id from sessions where account_id = \(member.account)"
            ).only().get("session_id", as: UUID.self)
            return member.form("/en/account/devices/end", [("session", session.text)])
        },
        AuditedVerb("POST /{locale}/account/devices/end-others", "session.revoke_all", doer: .member) { seat in
            try await seat.member().form("/en/account/devices/end-others")
        },
        AuditedVerb(
            "POST /{locale}/account/identities/end", "account.identity_unlinked", doer: .member
        ) { seat in
            let member = try await seat.member()
            return member.form("/en/account/identities/end", [("identity", try await seat.link(member.account))])
        },
        AuditedVerb("POST /{locale}/account/factor", "account.factor_begun", doer: .member, tells: false) { seat in
            try await seat.member().form("/en/account/factor")
        },
        AuditedVerb("POST /{locale}/account/factor/confirm", "account.factor_on", doer: .member) { seat in
            let member = try await seat.member()
            let code = try await seat.beginFactor(member.account).code(at: seat.sites.hub.base.clock.now())
            return member.form("/en/account/factor/confirm", [("code", code)])
        },
        AuditedVerb("POST /{locale}/account/factor/off", "account.factor_off", doer: .member) { seat in
            let member = try await seat.member()
            _ = try await seat.beginFactor(member.account)
            _ = try await seat.scope.run("update second_factors set confirmed_at = clock_timestamp()")
            return member.form("/en/account/factor/off", [("password", AuditedSeat.password)])
        },
    ]

    /// Whose password was right already.
    private static func code(_ path: String, _ role: String, _ target: String) -> AuditedVerb {
        AuditedVerb("POST \(path)", "account.code_passed", doer: .anew("account:"), tells: false) { seat in
            let (id, email) = (seat.fleet.identifiers.next(), "k-\(UUID().text)@example.com")
            try await seat.insertAccount(id, email, role)
            let code = try await seat.beginFactor(id).code(at: seat.sites.hub.base.clock.now())
            _ = try await seat.scope.run(
                "update second_factors set confirmed_at = clock_timestamp() where account_id = \(id)")
            let browser = try await seat.browser(email, id, at: String(target.dropLast("/code".count)))
            return browser.form(target, [("code", code)])
        }
    }

    private static func entering(
        _ seat: AuditedSeat, _ door: String, _ role: String = "traveller"
    ) async throws -> Request {
        let email = "l-\(UUID().text)@example.com"
        try await seat.insertAccount(UUID(), email, role)
        return try await seat.visitor(at: door).form(door, [("email", email), ("password", AuditedSeat.password)])
    }
}

extension AuditedSeat {
    /// Somebody's booking that is confirmed, by its page.
    fileprivate func agreement() async throws -> (member: AuditedBrowser, path: String) {
        let (member, booking) = try await booker()
        let path = "/en/bookings/\(booking)"
        _ = try await send(member.form("\(path)/confirm", [("idempotency_key", UUID().text)]), "POST")
        return (member, path)
    }
}
