import Bookings
import Foundation
import HTTPTypes
import Identity
import Localization
import Payments
import Postgres
import Vocabulary
import Web

/// The payments of an account and what it got back, as a page and as a table.
struct MoneyRoutes: Sendable {
    struct Entry: TypedInput {
        let cursor: String
        let kind: MoneyMove.Kind?

        static let typed: [TypedField] = [
            .carried("cursor", .text(max: 36)), .carried("kind", .text(max: 7)),
        ]

        init(_ typed: TypedFields) {
            cursor = typed["cursor"]
            kind = MoneyMove.Kind(rawValue: typed["kind"])
        }
    }

    let parts: StorefrontParts

    private static let perPage = 20
    private static let newest = RowPage(MoneyOrder.made, .down)

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/account/payments", .member, "What one paid here and got back", gives: [.html()],
                options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                try await page(entry, context, Visit(context.visitor, parts))
            },
            Route(
                .get, "/{locale}/account/payments/download", .member, "The same as a table",
                gives: [.other("text/csv", "All of them, to be saved.")], options: .page.refusingImpersonation
            ) { (entry: Entry, context: MemberPageContext) in try await file(entry, context) },
        ]
    }

    private func page(_ entry: Entry, _ context: MemberPageContext, _ visit: Visit) async throws -> Answer {
        let after = RowPlace(entry.cursor).flatMap { RowPage(MoneyOrder.made, .down, after: $0) }
        let found = try await parts.payments.browse.list(
            MoneyFilter(kind: entry.kind, account: context.account), after ?? Self.newest, limit: Self.perPage + 1,
            in: context.scope)
        let (url, moves) = (visit.paths.account(.payments), found.prefix(Self.perPage))
        let own = entry.kind.map { [("kind", $0.rawValue)] } ?? []
        let next = found.count > Self.perPage ? moves.last.map { Self.newest.place(of: $0).description } : nil
        let page = MoneyPage(
            menu: visit.accountLinks(current: .payments), filters: filters(entry.kind, url, visit),
            moves: moves.compactMap { move($0, visit) }, empty: found.isEmpty ? nothing(visit) : nil,
            fileURL: SitePaths.with("\(url)/download", own),
            nextURL: next.map { SitePaths.with(url, own + [("cursor", $0)]) },
            firstURL: after == nil ? nil : SitePaths.with(url, own))
        return try visit.accountPage(
            named: MoneyPage.template, page, visit.words("account.page.payments"), here: AccountPage.payments.here)
    }

    private func filters(_ kind: MoneyMove.Kind?, _ url: String, _ visit: Visit) -> [Link] {
        [Link(visit.words("account.payments_all"), url, current: kind == nil)]
            + [MoneyMove.Kind.payment, .refund].map {
                Link(
                    visit.words("account.payments_\($0.rawValue)"), SitePaths.with(url, [("kind", $0.rawValue)]),
                    current: $0 == kind)
            }
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

    private func nothing(_ visit: Visit) -> EmptyState {
        EmptyState(
            title: visit.words("account.payments_empty_title"), text: visit.words("account.payments_empty_text"),
            actions: [Link(visit.words("account.trips_search"), visit.paths.home)])
    }

    private func file(_ entry: Entry, _ context: MemberPageContext) async throws -> Answer {
        let (filter, browse) = (MoneyFilter(kind: entry.kind, account: context.account), parts.payments.browse)
        var (moves, page) = (
            [MoneyMove](), try await browse.list(filter, Self.newest, limit: BrowseMoney.pageMax, in: context.scope)
        )
        while let last = page.last {
            moves += page
            page = try await browse.list(
                filter, Self.newest.behind(last), limit: BrowseMoney.pageMax, in: context.scope)
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
