import Foundation
import Identity
import Postgres
import Tenancy
import TestSupport
import Vocabulary

@testable import TravelHub

/// What operators do on their console's pages.
extension AuditedVerb {
    static let desk: [AuditedVerb] =
        [
            AuditedVerb("POST /sign-in", "operator.sign_in", trail: .platform, doer: .anew("operator:"), tells: false) {
                seat in
                let made = try await seat.anOperator()
                return Request(
                    target: AuditedSeat.operatorDoor, host: SweptSites.platformHost,
                    form: [("email", made.email), ("password", AuditedSeat.password), ("code", made.code)])
            },
            page("/sign-out", "operator.sign_out", trail: .platform, tells: false) { _ in ("/sign-out", []) },
            page("/desk/tenants/{slug}/invitation", "staff.invite") { seat in
                (
                    "/desk/tenants/\(seat.partner.word)/invitation",
                    [("email", "d-\(UUID().text)@example.com"), ("locale", "en")]
                )
            },
            page("/desk/tenants/{slug}/impersonation", "impersonation.ask") { seat in
                (
                    "/desk/tenants/\(seat.partner.word)/impersonation",
                    [("email", try await seat.person().email), ("reason", "a call for help")]
                )
            },
            page("/desk/tenants/new", "tenant.provision", trail: .platform) { _ in
                let slug = "n\(UUID().text.prefix(8))"
                return (
                    "/desk/tenants/new",
                    [
                        ("slug", slug), ("brand", "Fresh"), ("host", "\(slug).example.com"), ("locale", "en"),
                        ("currency", "EUR"),
                    ]
                )
            },
            page("/desk/tenants/import", "tenant.provision", trail: .platform) { _ in
                ("/desk/tenants/import", [("folder", try AuditedSeat.folder("i\(UUID().text.prefix(8))"))])
            },
            page("/desk/operators/{name}/block", "operator.block", trail: .platform) { seat in
                ("/desk/operators/\(try await seat.anOperator().name)/block", [])
            },
            page("/desk/operators/{name}/unblock", "operator.unblock", trail: .platform) { seat in
                let name = try await seat.anOperator().name
                try await seat.sites.hub.identity.operators.set(name, isOpen: false, actor: "test")
                return ("/desk/operators/\(name)/unblock", [])
            },
            page("/desk/jobs/replay", "job.replay") { seat in
                ("/desk/jobs/replay", [("tenant", seat.partner.word), ("job_id", try await seat.deadJob())])
            },
            page("/desk/jobs/run", "job.run") { seat in
                ("/desk/jobs/run", [("tenant", seat.partner.word), ("job_id", try await seat.waitingJob())])
            },
            page("/desk/exchange-rates/import", "rates.import", trail: .platform) { _ in
                // Rates that are there already change nothing, and leave no entry.
                let rate = "1.\(UInt64.random(in: 100_000_000...999_999_999))"
                let cube = "<Cube time='2026-01-02'><Cube currency='USD' rate='\(rate)'/></Cube>"
                return ("/desk/exchange-rates/import", [("document", "<Envelope><Cube>\(cube)</Cube></Envelope>")])
            },
            page("/desk/queues/{queue}/pause", "queue.pause", trail: .platform) { _ in
                ("/desk/queues/ordinary/pause", [("reason", "audited")])
            },
            page("/desk/queues/{queue}/resume", "queue.resume", trail: .platform) { seat in
                _ = try await seat.sites.wire(SweptSites.platformHost).json(
                    "/api/platform/jobs/queues/ordinary/pause", seat.operators, #"{"reason":"audited"}"#)
                return ("/desk/queues/ordinary/resume", [])
            },
        ] + ["run", "pause", "resume"].map(schedule)
        + ["suspend", "resume", "maintain", "archive", "restore"].map(life)

    private static func page(
        _ path: String, _ action: String, trail: Trail = .tenant, tells: Bool = true,
        _ sent: @escaping @Sendable (AuditedSeat) async throws -> (target: String, fields: [(String, String)])
    ) -> AuditedVerb {
        AuditedVerb("POST \(path)", action, trail: trail, doer: .operating, tells: tells) { seat in
            let (target, fields) = try await sent(seat)
            return try await seat.operating().form(target, fields)
        }
    }

    private static func schedule(_ verb: String) -> AuditedVerb {
        page("/desk/schedules/{schedule}/\(verb)", "schedule.\(verb)", trail: .platform) { seat in
            try await seat.settleSchedule()
            return ("/desk/schedules/audited/\(verb)", [])
        }
    }

    /// Of a partner that nobody else needs.
    private static func life(_ verb: String) -> AuditedVerb {
        page("/desk/tenants/{slug}/\(verb)", "tenant.\(verb)", trail: .platform) { seat in
            try await seat.settleState(before: verb)
            return ("/desk/tenants/\(seat.sites.victim.word)/\(verb)", [])
        }
    }
}
