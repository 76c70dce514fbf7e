import NIOHTTP1
import Foundation
import Web
import Postgres
import Identity
import Tenancy
import TestSupport
import Vocabulary

@testable import TravelHub

/// What operators do on the platform's host, and travellers on a site.
extension AuditedVerb {
    static let operators: [AuditedVerb] = [
        AuditedVerb(
            "POST /api/platform/auth/login", "operator.sign_in", trail: .platform, doer: .anew("operator:"),
            tells: false
        ) { seat in
            let made = try await seat.anOperator()
            return Request(
                target: "/api/platform/auth/login", body: made.logIn, host: SweptSites.platformHost)
        },
        AuditedVerb(
            "POST /api/platform/auth/logout", "operator.sign_out", trail: .platform, doer: .anew("operator:"),
            tells: false
        ) { seat in
            let made = try await seat.anOperator()
            let token = try await seat.sites.wire(SweptSites.platformHost)
                .json("/api/platform/auth/login", [], made.logIn).expect("access_token")
            return Request(
                target: "/api/platform/auth/logout", headers: [("authorization", "Bearer \(token)")],
                host: SweptSites.platformHost)
        },
        AuditedVerb("PATCH /api/platform/operators/{name}", "operator.block", trail: .platform, doer: .operatorToken) {
            seat in
            seat.asOperator("/api/platform/operators/\(try await seat.anOperator().name)", #"{"is_open":false}"#)
        },
        AuditedVerb(
            "POST /api/platform/tenants/{slug}/impersonations", "impersonation.ask", doer: .operatorToken
        ) { seat in
            let person = try await seat.person()
            return seat.asOperator(
                "/api/platform/tenants/\(seat.partner.word)/impersonations",
                "{\"email\":\"\(person.email)\",\"reason\":\"a call for help\"}")
        },
        AuditedVerb("POST /api/platform/tenants/{slug}/invitations", "staff.invite", doer: .operatorToken) { seat in
            seat.asOperator(
                "/api/platform/tenants/\(seat.partner.word)/invitations",
                "{\"email\":\"o-\(UUID().text)@example.com\",\"role\":\"owner\"}")
        },
        AuditedVerb("POST /api/platform/tenants/{slug}/domains", "domain.claim", trail: .both, doer: .operatorToken) {
            seat in seat.asOperator("/api/platform/tenants/\(seat.partner.word)/domains", Self.host)
        },
        AuditedVerb(
            "DELETE /api/platform/tenants/{slug}/domains/{id}", "domain.remove", trail: .both, doer: .operatorToken
        ) { seat in
            let base = "/api/platform/tenants/\(seat.partner.word)/domains"
            let id = try await seat.sites.wire(SweptSites.platformHost).json(base, seat.operators, Self.host)
                .expect("id")
            return seat.asOperator("\(base)/\(id)")
        },
        AuditedVerb(
            "POST /api/platform/tenants/{slug}/branding/releases/{release}/publish", "branding.publish",
            doer: .operatorToken
        ) { seat in
            seat.asOperator(
                "/api/platform/tenants/\(seat.partner.word)/branding/releases/\(try await seat.draft())/publish")
        },
        AuditedVerb("POST /api/platform/jobs/replay", "job.replay", doer: .operatorToken) { seat in
            _ = try await seat.deadJob()
            return seat.asOperator("/api/platform/jobs/replay")
        },
        AuditedVerb(
            "POST /api/platform/jobs/queues/{queue}/pause", "queue.pause", trail: .platform, doer: .operatorToken
        ) { seat in seat.asOperator("/api/platform/jobs/queues/ordinary/pause", #"{"reason":"audited"}"#) },
        AuditedVerb(
            "POST /api/platform/jobs/queues/{queue}/resume", "queue.resume", trail: .platform, doer: .operatorToken
        ) { seat in
            _ = try await seat.sites.wire(SweptSites.platformHost).json(
                "/api/platform/jobs/queues/ordinary/pause", seat.operators, #"{"reason":"audited"}"#)
            return seat.asOperator("/api/platform/jobs/queues/ordinary/resume")
        },
        AuditedVerb(
            "POST /api/platform/jobs/queues/{queue}/limit", "queue.limit", trail: .platform, doer: .operatorToken
        ) { seat in seat.asOperator("/api/platform/jobs/queues/ordinary/limit", #"{"per_minute":600}"#) },
        schedule("run", "schedule.run"), schedule("pause", "schedule.pause"), schedule("resume", "schedule.resume"),
        life("suspend"), life("resume"), life("maintain"), life("archive"), life("restore"),
        AuditedVerb("POST /api/platform/jobs/run", "job.run", doer: .operatorToken) { seat in
            seat.asOperator(
                "/api/platform/jobs/run",
                "{\"tenant\":\"\(seat.partner.word)\",\"job_id\":\"\(try await seat.waitingJob())\"}")
        },
        AuditedVerb("POST /api/platform/tenants", "tenant.provision", trail: .platform, doer: .operatorToken) { seat in
            seat.asOperator("/api/platform/tenants", try AuditedSeat.folder("a\(UUID().text.prefix(8))"))
        },
        AuditedVerb(
            "POST /api/platform/tenants/{slug}/branding/drafts", "branding.draft", doer: .operatorToken
        ) { seat in
            seat.asOperator(
                "/api/platform/tenants/\(seat.partner.word)/branding/drafts",
                try AuditedSeat.folder(
                    seat.partner.word, ["branding.yml", "logo.svg", "logo-dark.svg", "favicon.svg"]))
        },
    ]

    static let bookings: [AuditedVerb] = [
        AuditedVerb("POST /api/bookings", "booking.hold", doer: .anew("guest")) { seat in
            let (target, body) = try await seat.hold()
            return Request(target: target, headers: [("idempotency-key", UUID().text)], body: body)
        },
        AuditedVerb("POST /api/bookings/{id}/confirm", "booking.confirm", doer: .anew("guest")) { seat in
            let held = try await seat.held()
            return Request(
                target: "/api/bookings/\(held.id)/confirm", headers: held.headers, )
        },
        AuditedVerb("POST /api/bookings/{id}/payments", "booking.pay", doer: .anew("guest")) { seat in
            let held = try await SweptTill.held(seat.wire)
            return Request(
                target: "/api/bookings/\(held.id)/payments",
                headers: [("idempotency-key", UUID().text), ("x-booking-access", held.token)])
        },
        AuditedVerb("POST /api/bookings/{id}/cancel", "booking.cancel", doer: .anew("guest")) { seat in
            let held = try await seat.held()
            let path = "/api/bookings/\(held.id)"
            _ = try await seat.wire.json("\(path)/confirm", held.headers, "{}")
            let fresh = held.headers.filter { $0.0 != "idempotency-key" }
            let promise = try await seat.wire.json(
                "\(path)/cancellation-quotes", fresh + [("idempotency-key", UUID().text)], "{}"
            ).expect("cancellation_quote_id")
            return Request(
                target: "\(path)/cancel", headers: fresh + [("idempotency-key", UUID().text)],
                body: "{\"cancellation_quote_id\":\"\(promise)\"}")
        },
        AuditedVerb("POST /api/bookings/{id}/change", "booking.change", doer: .anew("guest")) { seat in
            let held = try await seat.agreed()
            let dates = Holdings.dates
            let path = "/api/bookings/\(held.id)"
            let longer = "{\"check_in\":\"\(dates.checkIn)\",\"check_out\":\"\(Holdings.dayAfter)\"}"
            let promise = try await seat.wire.json(
                "\(path)/change-quotes", held.headers.filter { $0.0 != "idempotency-key" }, longer
            ).expect("change_quote_id")
            return Request(
                target: "\(path)/change", headers: held.headers, body: "{\"change_quote_id\":\"\(promise)\"}")
        },
        AuditedVerb("POST /api/bookings/{id}/invoice", "paper.issue", doer: .anew("guest")) { seat in
            let held = try await seat.agreed()
            return Request(target: "/api/bookings/\(held.id)/invoice", headers: held.headers, body: #"{"company":"A"}"#)
        },
        AuditedVerb("POST /api/admin/bookings/{id}/cancel", "booking.cancel") { seat in
            let held = try await seat.held()
            let path = "/api/admin/bookings/\(held.id)"
            let promise = try await seat.owned("\(path)/cancellation-quotes", "{}", "cancellation_quote_id")
            return Request(
                target: "\(path)/cancel", headers: seat.owner.bearer + [("idempotency-key", UUID().text)],
                body: "{\"cancellation_quote_id\":\"\(promise)\",\"reason\":\"The ceiling leaks\"}")
        },
    ]

    private static var host: String { "{\"host\":\"h\(UUID().text.prefix(8)).example.org\"}" }

    private static func schedule(_ verb: String, _ action: String) -> AuditedVerb {
        AuditedVerb(
            "POST /api/platform/jobs/schedules/{schedule}/\(verb)", action, trail: .platform, doer: .operatorToken
        ) { seat in
            try await seat.settleSchedule()
            return seat.asOperator("/api/platform/jobs/schedules/audited/\(verb)")
        }
    }

    /// Of a partner that nobody else needs.
    private static func life(_ verb: String) -> AuditedVerb {
        AuditedVerb(
            "POST /api/platform/tenants/{slug}/\(verb)", "tenant.\(verb)", trail: .platform, doer: .operatorToken
        ) { seat in
            try await seat.settleState(before: verb)
            return seat.asOperator("/api/platform/tenants/\(seat.sites.victim.word)/\(verb)")
        }
    }
}

extension AuditedSeat {
    func settleSchedule() async throws {
        _ = try await fleet.worker.single(
            """
            insert into shared.schedules (name, last_slot) values ('audited', clock_timestamp())
            on conflict do nothing
            """)
    }

    /// The victim's, so that `verb` can be done to it.
    func settleState(before verb: String) async throws {
        let state = ["resume": "suspended", "restore": "archived"][verb] ?? "active"
        _ = try await fleet.admin.single(
            """
            update platform.tenants set state = \(state), state_before = case when \(state) = 'archived' then 'active' end
             where tenant_id = \(sites.victim.entry.id)
            """)
    }

    func anOperator() async throws -> (name: String, email: String, code: String, logIn: String) {
        let name = "op\(UUID().text.prefix(8))"
        guard let email = EmailAddress("\(name)@platform.example") else {
            throw Wire.Reply.Missing(description: name)
        }
        let hub = sites.hub
        let made = try await hub.identity.operators.make(name, email: email, password: Self.password, actor: "test")
        let code = made.factor.code(at: hub.base.clock.now())
        return (
            name, email.description, code,
            "{\"email\":\"\(email)\",\"password\":\"\(Self.password)\",\"code\":\"\(code)\"}"
        )
    }

    func hold() async throws -> (target: String, body: String) {
        let offer = try await wire.get(Holdings.search).expect("offer_id")
        return (
            "/api/bookings",
            Holdings.body(
                "\"offer_id\":\"\(offer)\"", traveller: "Ada", email: "b-\(UUID().text)@example.com")
        )
    }

    func held() async throws -> (id: String, headers: [(String, String)]) {
        let (target, body) = try await hold()
        let reply = try await wire.json(target, [("idempotency-key", UUID().text)], body)
        return (
            try reply.expect("id"),
            [
                ("idempotency-key", UUID().text),
                ("x-booking-access", reply.headers.first(name: "x-booking-access") ?? ""),
            ]
        )
    }

    /// A booking of a guest's that is confirmed, with a fresh key.
    func agreed() async throws -> (id: String, headers: [(String, String)]) {
        let held = try await held()
        _ = try await wire.json("/api/bookings/\(held.id)/confirm", held.headers, "{}")
        return (held.id, held.headers.filter { $0.0 != "idempotency-key" } + [("idempotency-key", UUID().text)])
    }
}
