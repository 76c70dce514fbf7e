import Bookings
import Console
import Identity
import Jobs
import Messaging
import Papers
import Payments
import Web

/// Every kind of thing that goes when its term is over, each said by the room that keeps it.
extension Hub {
    /// What lies in tables of the platform's, or of all tenants together.
    var retentions: [Retention] {
        JobRetentions.all(pool: worker) + [
            Retention(name: "idempotency_answers") { [worker] in try await SweepAnswers(pool: worker).run() },
            Retention(name: "operator_sessions") { [identity] limit in
                try await identity.operators.sweepSessions(limit: limit)
            },
        ]
    }

    /// What lies with each tenant.
    static let tenantRetentions =
        IdentityRetentions.all + MailRetentions.all + BookingRetentions.all + PaymentRetentions.all
        + PaperRetentions.all + BrandRetentions.all
        + [
            TenantRetention(name: "api_usage") { UsageStore.sweep(limit: $0) }
        ]

    var sweepTenants: SweepTenants {
        SweepTenants(Self.tenantRetentions, round: round, logger: base.logger)
    }
}
