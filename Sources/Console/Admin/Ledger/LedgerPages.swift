import Foundation
import HTTPTypes
import Ledger
import Postgres
import Pricing
import Tenancy
import Vocabulary
import Web

/// The site's books on the console: what stands in them, account by account, line by line.
struct LedgerPages: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let unknown = Route.Refusal(404, "ledger.account_unknown")
        return [
            Route(
                .get, "/admin/ledger", .staff(.finance, .read), "What stands in the books, by code and currency",
                gives: [.html(), Answer.csvOutput], options: .console
            ) { (input: TrialBalancePageInput, context: StaffPageContext) in
                let seat = Seat(context, parts)
                if input.look.format == .csv { try seat.noteExport("ledger_balance") }
                let instant = try input.day.map { try seat.midnight(after: $0).addingTimeInterval(-0.000_001) }
                return try await BalanceSight(seat).answer(
                    try await TrialBalance.read(at: instant, in: seat.scope), input)
            },
            Route(
                .get, "/admin/ledger/accounts", .staff(.finance, .read), "Accounts, or all that fit as a table",
                gives: [.html(), Answer.csvOutput], refuses: [.init(403, "auth.impersonating")], options: .console
            ) { (input: AccountListInput, context: StaffPageContext) in
                try await accounts(input, Seat(context, parts))
            },
            Route(
                .get, "/admin/ledger/accounts/{id}", .staff(.finance, .read),
                "An account's statement, or it as a table",
                gives: [.html(), Answer.csvOutput], refuses: [unknown, .init(403, "auth.impersonating")],
                options: .console
            ) { (input: StatementPageInput, context: StaffPageContext) in
                try await statement(input, Seat(context, parts))
            },
        ]
    }

    private func accounts(_ input: AccountListInput, _ seat: Seat) async throws -> Answer {
        if input.look.format == .csv { try seat.noteExport("ledger_account") }
        let sight = LedgerSight(seat)
        return try await seat.show(
            sight.accounts, input.look, lead: seat.t("console.ledger.accounts_lead"),
            fields: sight.fields(input.filter),
            place: { AccountPlace($0) },
            read: { [scope = seat.scope] order, place, limit in
                try await BrowseAccounts().page(
                    input.filter, order.flatMap { AccountOrder(rawValue: $0.key) } ?? .account,
                    order?.direction == .down ? .down : .up, after: place, limit: limit, in: scope
                ).accounts
            })
    }

    private func statement(_ input: StatementPageInput, _ seat: Seat) async throws -> Answer {
        let period = StatementPeriod(
            from: try input.from.map { try seat.midnight(before: $0) },
            until: try input.until.map { try seat.midnight(after: $0) })
        let sight = LedgerSight(seat)
        let look = try sight.settled(input)
        let direction: RowDirection = look.order?.direction == .down ? .down : .up
        if input.look.format == .csv {
            try seat.caller.refuseImpersonation()
            let file = try await StatementExport(
                account: input.id, period: period, direction: direction, scope: seat.scope
            ).answer(isForPeople: true)
            parts.reads.note(AdminLedgerRoutes.export(input.id, by: seat.context.auditActor), seat.context.entry)
            return file
        }
        let statement = try await AccountStatement.page(
            of: input.id, period, direction, after: look.place, limit: ListInput.rowsPerPage + 1, in: seat.scope)
        return try sight.statement(statement, input, look)
    }
}

extension Seat {
    /// When a day of the site's own begins, and when it is over.
    func midnight(before day: CalendarDate) throws -> Date {
        try Deadline(date: day, time: LocalTime(minutesSinceMidnight: 0), zone: context.profile.definition.timeZone)
            .instant
    }

    func midnight(after day: CalendarDate) throws -> Date { try midnight(before: day.adding(days: 1)) }
}
