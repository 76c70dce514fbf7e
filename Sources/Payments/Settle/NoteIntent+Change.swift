import Bookings
import Inventory
import Ledger
import Postgres
import Tenancy
import Vocabulary

/// A change that waits for the payment, with what earlier ones gave back.
struct WaitingChange: Sendable {
    let amendment: Amendment
    let returnedBefore: Money

    init(_ row: Row, settled: Row) throws {
        amendment = try Amendment(row)
        returnedBefore = Money(minor: try settled.get("returned_minor"), amendment.stay.currency)
    }
}

extension NoteIntent {
    /// The booking becomes what was agreed anew and the money is on its way, or neither.
    func amended(
        _ change: WaitingChange, _ seen: StripeIntent, _ now: Standing, in tx: TenantTransaction
    ) async throws -> Outcome {
        let authorized = try now.course(seen).authorized(now.payment.amount, lapsesAfterSeconds: nil)
        let written: [SQL]
        do {
            written = try await parts.change.apply(change.amendment, to: now.dated, cause, in: tx)
        } catch StockError.lapsed {
            // Its last moment passed between our look and the stock's.
            let ended = try await parts.change.end(change.amendment, as: .lapsed, in: tx)
            return move(
                .voiding, seen, now, ended + [parts.ledger.statement(authorized)],
                lookSeconds: ChasePlan.seconds(after: 0))
        }
        let course = ChangedCourse(
            dated: now.dated, amendment: change.amendment, billing: now.billing,
            returnedBefore: change.returnedBefore, owedBefore: .nothing(change.amendment.stay.currency))
        return move(
            .capturing, seen, now, written + ([authorized] + (try course.entries())).map(parts.ledger.statement),
            lookSeconds: ChasePlan.seconds(after: 0))
    }

    /// Only what still waits; its rooms are free again.
    func end(
        _ change: WaitingChange, as state: Amendment.State, _ now: Standing, in tx: TenantTransaction
    ) async throws -> [SQL] {
        guard change.amendment.state == .pending else { return [] }
        return try await parts.change.end(change.amendment, as: state, in: tx)
    }
}
