import Foundation
import HTTPTypes
import Ledger
import Payments
import Web

/// The books beside the processor's, for programs and on the console.
struct ReconciliationRoutes: Sendable {
    let parts: AdminParts

    static let page = "/admin/ledger/reconciliation"

    var programRoutes: [Route] {
        [
            Route(
                .get, "/api/admin/ledger/reconciliation", .staff(.finance, .read),
                "The books beside what the payment processor says: what stands there, and what moved there in a period",
                gives: [.json(ReconciliationAnswers.comparison)], options: RouteOptions(tag: "ledger")
            ) { (input: ReconciliationInput, context: StaffContext) in
                let compare = parts.payments.compare
                let found = try await BooksCompared(
                    compare, compare.period(from: input.from, until: input.until), verifies: input.verifies,
                    in: context.scope)
                return .json(cache: .never) { $0.value(found) }
            }
        ]
    }

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(Self.page), .staff(.finance, .read),
                "The books beside what the payment processor says, or their differences as a table",
                gives: [.html(), Answer.csvOutput], refuses: [.init(403, "auth.impersonating")], options: .console
            ) { (input: ReconciliationPageInput, context: StaffPageContext) in
                let (seat, compare) = (Seat(context, parts), parts.payments.compare)
                if input.look.format == .csv { try seat.admitFile() }
                let period = compare.period(
                    from: try input.from.map { try seat.midnight(before: $0) },
                    until: try input.until.map { try seat.midnight(after: $0) })
                let found = try await BooksCompared(compare, period, verifies: input.verifies, in: seat.scope)
                return try await ReconciliationSight(seat).answer(found, input)
            }
        ]
    }
}
