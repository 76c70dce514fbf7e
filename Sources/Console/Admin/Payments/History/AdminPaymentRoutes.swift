import Foundation
import HTTPTypes
import Payments
import Postgres
import Tenancy
import Vocabulary
import Web

/// A site's payments and refunds for programs of its staff.
struct AdminPaymentRoutes: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let options = RouteOptions(tag: "payments")
        return [
            Route(
                .get, "/api/admin/payments", .staff(.finance, .read),
                "The site's payments and refunds as one list, newest first unless told otherwise",
                gives: [.json(.page(of: MoneyAnswers.move))], options: options
            ) { (input: MoneySearchInput, context: StaffContext) in
                var rows: [MoneyMove] = []
                if let filter = input.filter {
                    rows = try await parts.payments.browse.list(
                        filter, input.page, limit: input.limit + 1, in: context.scope)
                }
                return MoneyAnswers.page(rows, input)
            },
            Route(
                .get, "/api/admin/payments/export", .staff(.finance, .read), "All that fit the filter, as a table",
                gives: [Answer.csvOutput], options: .export(tag: "payments").refusingImpersonation
            ) { (input: MoneySearchInput, context: StaffContext) in
                parts.reads.note(Self.export(by: context.auditActor), context.entry)
                return try await MoneyExport(
                    browse: parts.payments.browse, filter: input.filter, direction: input.page.direction,
                    scope: context.scope
                ).answer(isForPeople: false)
            },
            Route(
                .get, "/api/admin/payments/{id}", .staff(.finance, .read),
                "All that is known of a payment and its refunds", gives: [.json(MoneyAnswers.payment)],
                refuses: [.init(404, "payment.not_found")], options: options
            ) { (input: DomainIDInput, context: StaffContext) in
                let found = try await parts.payments.browse.one(PaymentID(input.id), in: context.scope)
                parts.reads.note(
                    AuditEntry(
                        action: "payment.read", actor: context.auditActor, subjectKind: "payment",
                        subjectID: input.id.text), context.entry)
                return .json(cache: .never) { $0.value(found) }
            },
        ]
    }

    /// That somebody took the list away, as the console's page notes it.
    private static func export(by actor: AuditActor) -> AuditEntry {
        AuditEntry(action: "payment.export", actor: actor, subjectKind: "payment", subjectID: "list")
    }
}
