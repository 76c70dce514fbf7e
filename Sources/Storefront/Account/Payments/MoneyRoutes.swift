import Bookings
import Foundation
import HTTPTypes
import Identity
import Localization
import Payments
import Postgres
import Tenancy
import Vocabulary
import Web

/// The payments of an account and what it got back, as a page and as a table.
struct MoneyRoutes: Sendable {
    let parts: StorefrontParts

    private static let perPage = 20
    private static let newest = RowPage(MoneyOrder.made, .down)

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/account/payments", .member, "What one paid here and got back", gives: [.html()],
                options: .page
            ) { (entry: MoneyEntry, context: MemberPageContext) in
                try await page(entry, context, Visit(context.visitor, parts))
            },
            Route(
                .get, "/{locale}/account/payments/download", .member, "The same as a table",
                gives: [.other("text/csv", "All of them, to be saved.")], options: .page.refusingImpersonation
            ) { (entry: MoneyEntry, context: MemberPageContext) in try await file(entry, context) },
        ]
    }

    private func page(_ entry: MoneyEntry, _ context: MemberPageContext, _ visit: Visit) async throws -> Answer {
        let after = RowPlace(entry.cursor).flatMap { RowPage(MoneyOrder.made, .down, after: $0) }
        let (browse, url) = (parts.payments.browse, visit.paths.account(.payments))
        let all = try await browse.sums(MoneyFilter(account: context.account), in: context.scope)
        var found: [MoneyMove] = []
        if let filter = try entry.filter(of: context.account, in: visit.profile.definition.timeZone) {
            found = try await browse.list(filter, after ?? Self.newest, limit: Self.perPage + 1, in: context.scope)
        }
        let (own, moves) = (entry.query(), found.prefix(Self.perPage))
        let next = found.count > Self.perPage ? moves.last.map { Self.newest.place(of: $0).description } : nil
        let page = MoneyPage(
            menu: visit.accountLinks(current: .payments), filters: kinds(entry, url, visit),
            narrowing: all.isEmpty && !entry.isNarrow ? nil : narrowing(entry, url, all.map(\.currency), visit),
            moves: moves.compactMap { move($0, visit) }, empty: found.isEmpty ? nothing(entry, url, visit) : nil,
            fileURL: SitePaths.with("\(url)/download", own),
            nextURL: next.map { SitePaths.with(url, own + [("cursor", $0)]) },
            firstURL: after == nil ? nil : SitePaths.with(url, own))
        return try visit.accountPage(
            named: MoneyPage.template, page, visit.words("account.page.payments"), here: AccountPage.payments.here)
    }

    private func kinds(_ entry: MoneyEntry, _ url: String, _ visit: Visit) -> [Link] {
        let others = entry.query(leaving: "kind")
        return [Link(visit.words("account.payments_all"), SitePaths.with(url, others), current: entry.kind == nil)]
            + [MoneyMove.Kind.payment, .refund].map {
                Link(
                    visit.words("account.payments_\($0.rawValue)"),
                    SitePaths.with(url, [("kind", $0.rawValue)] + others), current: $0 == entry.kind)
            }
    }

    /// - Parameter currencies: in which the account ever paid.
    private func narrowing(
        _ entry: MoneyEntry, _ url: String, _ currencies: [CurrencyCode], _ visit: Visit
    ) -> MoneyPage.Narrowing {
        let known = Set(currencies).union(entry.currency.map { [$0] } ?? []).sorted()
        let faults = entry.faults
        func day(_ name: String, _ value: String, _ fault: Problem.Fault?) -> Field {
            Field(
                id: name, name: name, label: visit.words("account.payments_\(name)"), type: "date", value: value,
                error: fault.map(visit.fault), required: false)
        }
        return MoneyPage.Narrowing(
            action: url, kind: entry.kind?.rawValue,
            currencies: known.count < 2
                ? []
                : [Choice("", visit.words("account.payments_currencies"), selected: entry.currency == nil)]
                    + known.map {
                        Choice($0.code, visit.formats.displayName(of: $0), selected: $0 == entry.currency)
                    },
            days: [day("from", entry.from, faults.from), day("until", entry.until, faults.until)])
    }

    /// Nil for what is between the site and the bank.
    private func move(_ move: MoneyMove, _ visit: Visit) -> MoneyPage.Move? {
        let line: String
        switch (move.kind, move.state) {
        case (.payment, _): line = "paid"
        case (.refund, .succeeded): line = "refund"
        case (.refund, _): line = "refund_pending"
        case (.dispute, _): return nil
        }
        return MoneyPage.Move(
            amount: visit.formats.money(move.amount),
            line: visit.words("pay.line.\(line)", ["day": .text(visit.day(move.settledAt ?? move.createdAt))]),
            reference: move.reference, url: visit.paths.booking(move.booking.uuid),
            card: move.card.map { "\($0.name) \($0.digits)" })
    }

    private func nothing(_ entry: MoneyEntry, _ url: String, _ visit: Visit) -> EmptyState {
        guard !entry.isNarrow else {
            return EmptyState(
                title: visit.words("account.payments_none_title"), text: visit.words("account.payments_none_text"),
                actions: [Link(visit.words("account.payments_all"), url)])
        }
        return EmptyState(
            title: visit.words("account.payments_empty_title"), text: visit.words("account.payments_empty_text"),
            actions: [Link(visit.words("account.trips_search"), visit.paths.home)])
    }

    private func file(_ entry: MoneyEntry, _ context: MemberPageContext) async throws -> Answer {
        let (zone, browse) = (Visit(context.visitor, parts).profile.definition.timeZone, parts.payments.browse)
        var moves: [MoneyMove] = []
        if let filter = try entry.filter(of: context.account, in: zone) {
            var page = try await browse.list(filter, Self.newest, limit: BrowseMoney.pageMax, in: context.scope)
            while let last = page.last {
                moves += page
                page = try await browse.list(
                    filter, Self.newest.behind(last), limit: BrowseMoney.pageMax, in: context.scope)
            }
        }
        let rows = AsyncStream { rows in
            for move in moves { rows.yield(Self.cells(move)) }
            rows.finish()
        }
        var answer = Answer.csv(
            fileName: "payments.csv",
            columns: ["day", "kind", "state", "booking_reference", "amount_minor", "currency", "card"], rows)
        answer.cache = .never
        return answer
    }

    private static func cells(_ move: MoneyMove) -> [CSVWriter.Cell] {
        [
            .text((move.settledAt ?? move.createdAt).rfc3339), .text(move.kind.rawValue), .text(move.state.rawValue),
            .text(move.reference), .number("\(move.amount.minor)"), .text(move.amount.currency.code),
            move.card.map { .text("\($0.name) \($0.digits)") } ?? .empty,
        ]
    }
}
