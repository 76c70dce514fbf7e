import Bookings
import Foundation
import HTTPTypes
import Payments
import Tenancy
import Vocabulary
import Web

/// What `PersonPages` do, for programs of the staff.
struct AdminPersonRoutes: Sendable {
    let parts: AdminParts

    private static let options = RouteOptions(tag: "payments")
    private static let unknown = Route.Refusal(404, "payment.not_found")
    private static let nobody = Route.Refusal(409, "payment.nobody_needed")
    /// What the processor says instead.
    private static let silent: [Route.Refusal] = [
        .init(409, "payment.not_available"), .init(409, "payment.key_refused"),
        .init(502, "payment.processor_refused"), .init(503, "payment.processor_unreachable"),
    ]

    var routes: [Route] {
        [
            Route(
                .post, "/api/admin/payments/{id}/look", .staff(.finance, .write),
                "Look at a payment and its refunds at the payment service now", gives: [.json(MoneyAnswers.payment)],
                refuses: [Self.unknown] + Self.silent,
                options: RouteOptions(secondsMax: PersonPages.lookSeconds, tag: "payments")
            ) { (input: DomainIDInput, context: StaffContext) in
                let id = PaymentID(input.id)
                try await parts.payments.lookAgain.look(
                    at: try await parts.payments.browse.one(id, in: context.scope),
                    Cause(actor: context.auditActor), in: context.scope)
                let found = try await parts.payments.browse.one(id, in: context.scope)
                return .json(cache: .never) { $0.value(found) }
            },
            Route(
                .post, "/api/admin/payments/{id}/settled", .staff(.finance, .write),
                "Say that a payment was settled elsewhere, and how", gives: [.json(MoneyAnswers.payment)],
                refuses: [Self.unknown, Self.nobody], options: Self.options
            ) { (input: SettledInput, context: StaffContext) in
                let id = PaymentID(input.id)
                try await parts.payments.settleOtherwise.payment(
                    id, ChangeReason(input.reason), context.auditActor, in: context.scope)
                let found = try await parts.payments.browse.one(id, in: context.scope)
                return .json(cache: .never) { $0.value(found) }
            },
            Route(
                .post, "/api/admin/payments/refunds/{id}/settled", .staff(.finance, .write),
                "Say that a refund was settled elsewhere, and how", gives: [.json(MoneyAnswers.payment)],
                refuses: [Self.unknown, Self.nobody], options: Self.options
            ) { (input: SettledInput, context: StaffContext) in
                let id = RefundID(input.id)
                try await parts.payments.settleOtherwise.refund(
                    id, ChangeReason(input.reason), context.auditActor, in: context.scope)
                let found = try await parts.payments.browse.one(of: id, in: context.scope)
                return .json(cache: .never) { $0.value(found) }
            },
        ]
    }
}
