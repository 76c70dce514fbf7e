import Bookings
import Foundation
import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Vocabulary

@testable import TravelHub

/// What the staff does with a site's money. Last, because it lets go of the account that the others pay into.
extension AuditedVerb {
    static let till: [AuditedVerb] = [
        AuditedVerb("POST /api/admin/bookings/{id}/refunds", "refund.grant") { seat in
            let paid = try await SweptTill.pay(seat.wire, seat.sites, seat.partner)
            return Request(
                target: "/api/admin/bookings/\(paid.booking)/refunds",
                headers: seat.owner.bearer + [("idempotency-key", UUID().text)],
                body: """
                    {"amount":{"amount":500,"currency":"\(paid.currency)"},"reason":"The shower was cold"}
                    """)
        },
        AuditedVerb("POST /api/admin/payments/{id}/settled", "payment.settle_otherwise") { seat in
            let paid = try await SweptTill.pay(seat.wire, seat.sites, seat.partner)
            _ = try await seat.scope.run(SweptTill.needsPerson(paid.payment))
            return Request(
                target: "/api/admin/payments/\(paid.payment.text)/settled", headers: seat.owner.bearer,
                body: #"{"reason":"Paid at the desk"}"#)
        },
        AuditedVerb("PUT /api/admin/payment-account", "payment_account.connect") { seat in
            let hub = seat.sites.hub
            try await SweptTill.connect(seat.partner, hub, seat.sites.stripe)
            // The same keys again would change nothing.
            try await hub.payments.connect.disconnect(AuditActor("operator:test"), in: seat.scope)
            let account = try await seat.sites.stripe.account(seat.partner.word)
            return seat.asOwner(
                "/api/admin/payment-account",
                """
                {"processor":"sandbox","publishable_key":"\(account.publishableKey)","secret_key":"\(account.secretKey)"}
                """)
        },
        AuditedVerb("DELETE /api/admin/payment-account", "payment_account.disconnect", tells: false) { seat in
            try await SweptTill.connect(seat.partner, seat.sites.hub, seat.sites.stripe)
            return seat.asOwner("/api/admin/payment-account")
        },
    ]
}
