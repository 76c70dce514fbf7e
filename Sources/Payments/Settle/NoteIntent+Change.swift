import Bookings
import Inventory
import Ledger
import Postgres
import Tenancy
import Vocabulary

extension NoteIntent {
    /// The booking becomes what was agreed anew and the money is on its way, or neither.
    func amended(
        _ change: Amendment, _ seen: StripeIntent, _ now: Standing, in tx: TenantTransaction
    ) async throws -> Outcome {
        let authorized = try now.course(seen).authorized(now.payment.amount, lapsesAfterSeconds: nil)
        let written: [SQL]
        do {
            written = try await parts.change.apply(change, to: now.dated, cause, in: tx)
        } catch StockError.lapsed {
            // Its last moment passed between our look and the stock's.
            let ended = try await parts.change.end(change, as: .lapsed, in: tx)
            return move(
                .voiding, seen, now, ended + [parts.ledger.statement(authorized)],
                lookSeconds: ChasePlan.seconds(after: 0))
        }
        // It costs more than before, and so gives nothing back.
        let course = ChangedCourse(
            dated: now.dated, amendment: change, billing: now.billing, owedBefore: .nothing(change.stay.currency))
        return move(
            .capturing, seen, now, written + ([authorized] + (try course.entries())).map(parts.ledger.statement),
            lookSeconds: ChasePlan.seconds(after: 0))
    }

    /// Only what still waits; its rooms are free again.
    func end(
        _ change: Amendment, as state: Amendment.State, _ now: Standing, in tx: TenantTransaction
    ) async throws -> [SQL] {
        guard change.state == .pending else { return [] }
        return try await parts.change.end(change, as: state, in: tx)
    }
}
