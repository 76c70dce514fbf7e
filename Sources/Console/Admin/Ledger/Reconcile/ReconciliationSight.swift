import Foundation
import Ledger
import Localization
import Payments
import Vocabulary
import Web

/// The comparison on the console: what stands at the processor, then every difference, then the books by themselves.
struct ReconciliationSight: Sendable {
    let seat: Seat

    init(_ seat: Seat) { self.seat = seat }

    @Sendable private func t(_ key: String) -> String { seat.t("console.reconciliation.\(key)") }
    @Sendable private func money(_ money: Money?) -> Cell { money.map { Cell(seat.words.formats.money($0)) } ?? .none }

    /// Without the other side there is no file: what it lacks would be missing in it.
    func answer(_ found: BooksCompared, _ input: ReconciliationPageInput) async throws -> Answer {
        let look = try list.settled(input.look) { _, _ in String?.none }
        let isTold = found.answer.isSound != nil
        if input.look.format == .csv, isTold {
            try seat.noteExport("ledger_reconciliation")
            return try await list.answer(of: Array(found.told), look.input)
        }
        let fields = [
            seat.dayField("from", seat.t("console.audit.from"), input.from?.description),
            seat.dayField("until", seat.t("console.audit.until"), input.until?.description),
        ]
        let compared: [Block] =
            isTold ? [.table(balances(found)), .table(list.table(of: Array(found.told), look.input))] : []
        return try seat.page(
            t("title"), lead: t("lead"), trail: [Link(seat.t("console.way.ledger"), "/admin/ledger")],
            told: look.told + faults(found),
            [
                .facts(title: nil, facts(found)),
                seat.filter(ReconciliationRoutes.page, fields, sort: look.input, leadsToAll: false),
            ]
                + compared + verified(found, look.input))
    }

    private func faults(_ found: BooksCompared) -> [String] {
        var told: [String] = []
        if case .silent(let silence) = found.answer { told.append(t("silent.\(silence.rawValue)")) }
        if found.answer.isSound == false { told.append(t("unsound")) }
        if found.leftOut > 0 {
            told.append(seat.t("console.reconciliation.left_out", ["count": .number(found.leftOut)]))
        }
        if found.report?.isSound == false { told.append(t("broken")) }
        return told
    }

    private func facts(_ found: BooksCompared) -> [Fact] {
        let outcome: Cell =
            switch found.answer.isSound {
            case true?: Cell(t("sound"), tone: .good)
            case false?: Cell(t("different"), tone: .bad)
            case nil: Cell(t("unknown"), tone: .warned)
            }
        return [
            Fact(t("outcome"), outcome), Fact(t("from"), seat.moment(found.period.from)),
            Fact(t("until"), found.period.until.map { Cell(seat.time($0)) } ?? Cell(t("now"))),
            Fact(t("agreed"), seat.number(found.answer.isSound == nil ? nil : found.agreedCount)),
        ]
    }

    private func balances(_ found: BooksCompared) -> Table {
        Table(
            caption: t("balances"),
            columns: [
                .init(label: seat.t("console.ledger.currency")), .init(label: t("books"), isNumber: true),
                .init(label: t("processor"), isNumber: true), .init(label: t("difference"), isNumber: true),
            ],
            rows: found.balances.map { one in
                [.code(one.currency.code), money(one.ledger), money(one.processor), money(one.difference)]
            }, empty: t("no_balances"))
    }

    private var list: ItemList<BookDifference> {
        let (seat, t, money) = (seat, t, money)
        func amount(
            _ key: String, _ value: @escaping @Sendable (BookDifference) -> Money?
        ) -> ItemList<BookDifference>.Column {
            .init(key: key, label: t(key), isNumber: true) {
                ListValue(value($0)?.minor)
            } cell: {
                money(value($0))
            }
        }
        return ItemList(
            words: seat.words, path: ReconciliationRoutes.page, file: "reconciliation", caption: t("differences"),
            empty: t("none"), unmatched: t("none"),
            columns: [
                .code("id", t("name")) { $0.id },
                .state("state", t("state")) {
                    $0.state.rawValue
                } cell: {
                    Cell(t("states.\($0.state.rawValue)"))
                },
                .state("kind", t("kind")) {
                    $0.kind.rawValue
                } cell: {
                    Cell(t("kinds.\($0.kind.rawValue)"))
                },
                amount("books") { $0.ledger?.gross }, amount("books_fee") { $0.ledger?.fee },
                amount("processor") { $0.processor?.gross }, amount("processor_fee") { $0.processor?.fee },
                .moment("when", seat.t("console.ledger.when"), seat) { $0.time },
                .init(key: "currency", label: seat.t("console.ledger.currency"), isOrdered: false, isShown: false) {
                    ListValue(($0.processor ?? $0.ledger)?.gross.currency.code)
                } cell: {
                    .code(($0.processor ?? $0.ledger)?.gross.currency.code)
                },
            ])
    }

    /// The books by themselves: read again where that is asked for, for it takes its time.
    private func verified(_ found: BooksCompared, _ input: ListInput) -> [Block] {
        guard let report = found.report else {
            let address = input.address(ReconciliationRoutes.page)
            let again = address + (address.contains("?") ? "&" : "?") + "verify=true"
            return [.links(title: t("verify_title"), [Link(t("verify"), again)])]
        }
        let counts = [
            ("transactions", report.transactionCount), ("lines", report.lineCount), ("accounts", report.accountCount),
        ]
        let outcome = Cell(t(report.isSound ? "books_sound" : "broken"), tone: report.isSound ? .good : .bad)
        let read = counts.map { Fact(t($0.0), seat.number($0.1)) }
        let facts = Block.facts(title: t("verify_title"), [Fact(t("outcome"), outcome)] + read)
        guard !report.isSound else { return [facts] }
        return [
            facts,
            .table(
                Table(
                    caption: t("findings"), columns: [.init(label: t("rule")), .init(label: t("object"))],
                    rows: report.findings.map { [Cell(t("rules.\($0.rule.rawValue)")), .code($0.object)] }, empty: "")),
        ]
    }
}
