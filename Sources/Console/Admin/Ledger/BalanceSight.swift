import Ledger
import Localization
import Vocabulary
import Web

/// The trial balance on the console: a table of each currency with its totals below, for that both sides come to the
/// same is what it is for; and all of it as one file.
struct BalanceSight: Sendable {
    let seat: Seat

    private static let path = "/admin/ledger"

    init(_ seat: Seat) { self.seat = seat }

    @Sendable private func t(_ key: String) -> String { seat.t("console.ledger.\(key)") }
    @Sendable private func money(_ money: Money) -> Cell { Cell(seat.words.formats.money(money)) }

    func answer(_ balance: TrialBalance, _ input: TrialBalancePageInput) async throws -> Answer {
        let lines = balance.lines.filter { line in input.currency.map { $0 == line.currency } ?? true }
        let look = try list(caption: t("file")).settled(input.look) { _, _ in String?.none }
        if input.look.format == .csv {
            return try await list(caption: t("file")).answer(of: lines, look.input)
        }
        let filter = seat.filter(
            Self.path,
            [
                seat.dayField("until", t("day"), input.day?.description),
                seat.codeField("currency", t("currency"), input.currency?.code, max: 3),
            ], sort: look.input)
        let tables = balance.totals.filter { total in lines.contains { $0.currency == total.currency } }.map { total in
            Block.table(table(lines.filter { $0.currency == total.currency }, total, look.input))
        }
        return try seat.page(
            seat.t("console.way.ledger"), lead: t("lead"),
            told: look.told + (balance.isBalanced ? [] : [t("unbalanced")]),
            [.links(title: nil, ways), filter]
                + (tables.isEmpty ? [.table(list(caption: t("file")).table(of: [], look.input))] : tables))
    }

    private var ways: [Link] {
        [
            Link(t("accounts"), "/admin/ledger/accounts"),
            Link(seat.t("console.reconciliation.title"), ReconciliationRoutes.page),
        ]
    }

    private func table(_ lines: [TrialBalance.Line], _ total: TrialBalance.Total, _ input: ListInput) -> Table {
        let currency = total.currency
        func sums(_ sums: LedgerSums) -> [Cell] {
            [money(Money(minor: sums.debits, currency)), money(Money(minor: sums.credits, currency))]
        }
        var table = list(caption: currency.code).table(of: lines, input)
        table.rows.append([Cell(t("total"))] + sums(total.posted) + [.none] + sums(total.pending))
        table.export = input.address(Self.path, ["currency": currency.code, "format": "csv"])
        return table
    }

    private func list(caption: String) -> ItemList<TrialBalance.Line> {
        let (seat, money) = (seat, money)
        func amount(
            _ key: String, _ minor: @escaping @Sendable (TrialBalance.Line) -> Int
        ) -> ItemList<TrialBalance.Line>.Column {
            .init(key: key, label: t(key), isNumber: true) {
                ListValue(minor($0))
            } cell: {
                money(Money(minor: minor($0), $0.currency))
            }
        }
        return ItemList(
            words: seat.words, path: Self.path, file: "trial-balance", caption: caption, empty: t("none"),
            columns: [
                .state("account", t("account")) {
                    $0.code.rawValue
                } cell: { line in
                    Cell(
                        seat.t("console.account.\(line.code.rawValue)"),
                        url: ListInput(others: [
                            ("code", line.code.rawValue), ("currency", line.currency.code),
                        ]).address("/admin/ledger/accounts"))
                },
                .init(key: "currency", label: t("currency"), isOrdered: false, isShown: false) {
                    ListValue($0.currency.code)
                } cell: {
                    .code($0.currency.code)
                },
                amount("debits") { $0.posted.debits }, amount("credits") { $0.posted.credits },
                amount("balance") { $0.balance.minor }, amount("reserved_debits") { $0.pending.debits },
                amount("reserved_credits") { $0.pending.credits },
            ])
    }
}
