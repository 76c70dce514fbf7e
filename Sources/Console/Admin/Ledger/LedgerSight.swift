import Foundation
import Ledger
import Localization
import Vocabulary
import Web

/// How the books look on the console.
struct LedgerSight: Sendable {
    let seat: Seat

    init(_ seat: Seat) { self.seat = seat }

    @Sendable private func t(_ key: String) -> String { seat.t("console.ledger.\(key)") }
    @Sendable private func money(_ money: Money) -> Cell { Cell(seat.words.formats.money(money)) }
    @Sendable private func name(_ code: AccountCode) -> String { seat.t("console.account.\(code.rawValue)") }

    private var trail: [Link] { [Link(seat.t("console.way.ledger"), "/admin/ledger")] }

    /// By currency, each with its totals below: both sides are the same, which is said, for that is what it is for.
    func trialBalance(_ balance: TrialBalance, day: CalendarDate?) throws -> Answer {
        let filter = seat.filter(
            "/admin/ledger", [seat.dayField("until", t("day"), day?.description)], sort: ListInput())
        let tables = balance.totals.map { total in
            Block.table(table(balance.lines.filter { $0.currency == total.currency }, total))
        }
        let empty: [Block] = [.text(t("none"))]
        return try seat.page(
            seat.t("console.way.ledger"), lead: t("lead"), told: balance.isBalanced ? [] : [t("unbalanced")],
            [.links(title: nil, [Link(t("accounts"), "/admin/ledger/accounts")]), filter]
                + (tables.isEmpty ? empty : tables))
    }

    private func table(_ lines: [TrialBalance.Line], _ total: TrialBalance.Total) -> Table {
        let currency = total.currency
        func sums(_ sums: LedgerSums) -> [Cell] {
            [money(Money(minor: sums.debits, currency)), money(Money(minor: sums.credits, currency))]
        }
        let rows = lines.map { line in
            [
                Cell(
                    name(line.code),
                    url: ListInput(others: [
                        ("code", line.code.rawValue), ("currency", currency.code),
                    ]).address("/admin/ledger/accounts"))
            ] + sums(line.posted) + [money(line.balance)] + sums(line.pending)
        }
        return Table(
            caption: currency.code,
            columns: [Table.Column(label: t("account"))]
                + ["debits", "credits", "balance", "reserved_debits", "reserved_credits"].map {
                    Table.Column(label: t($0), isNumber: true)
                },
            rows: rows + [[Cell(t("total"))] + sums(total.posted) + [.none] + sums(total.pending)])
    }

    func fields(_ filter: AccountFilter) -> [FormField] {
        [
            seat.choiceField(
                "code", t("account"), AccountCode.allCases.map { ($0.rawValue, name($0)) },
                chosen: filter.code?.rawValue),
            seat.codeField("currency", t("currency"), filter.currency?.code, max: 3),
            seat.codeField("subject", t("subject"), filter.subject?.text, max: 36, hint: t("subject_hint")),
        ]
    }

    var accounts: ItemList<AccountBalance> {
        let (seat, money, name) = (seat, money, name)
        func amount(
            _ key: String, _ value: @escaping @Sendable (AccountBalance) -> Money
        ) -> ItemList<AccountBalance>.Column {
            .init(key: key, label: t(key), isOrdered: false, isNumber: true) {
                ListValue(value($0).minor)
            } cell: {
                money(value($0))
            }
        }
        return ItemList(
            words: seat.words, path: "/admin/ledger/accounts", file: "accounts", caption: t("accounts"),
            empty: t("none"),
            columns: [
                .state("account", t("account"), isOrdered: false) {
                    $0.account.code.rawValue
                } cell: {
                    Cell(name($0.account.code), url: "/admin/ledger/accounts/\($0.id.text)")
                },
                .code("currency", t("currency"), isOrdered: false) { $0.account.currency.code },
                .code("subject", t("subject"), isOrdered: false) {
                    $0.account.subject?.kind == .booking ? "/admin/bookings/\($0.account.subject?.id.text ?? "")" : nil
                } _: {
                    $0.account.subject?.id.text
                },
                amount("balance") { $0.balance }, amount("expected") { $0.expected },
                .moment("opened", t("opened"), seat, isOrdered: false) { $0.openedAt },
            ])
    }

    func statement(
        _ statement: AccountStatement, _ input: StatementPageInput, isUnknownPlace: Bool
    ) throws -> Answer {
        let account = statement.account.account
        let path = "/admin/ledger/accounts/\(input.id.text)"
        var facts = [Fact(t("opening"), money(statement.opening)), Fact(t("closing"), money(statement.closing))]
        if let subject = account.subject {
            facts.insert(
                Fact(
                    t("subject"),
                    .code(
                        subject.id.text, url: subject.kind == .booking ? "/admin/bookings/\(subject.id.text)" : nil)),
                at: 0)
        }
        let fields = [
            seat.dayField("from", seat.t("console.audit.from"), input.from?.description),
            seat.dayField("until", seat.t("console.audit.until"), input.until?.description),
        ]
        return try seat.page(
            "\(name(account.code)) · \(account.currency.code)",
            trail: trail + [Link(t("accounts"), "/admin/ledger/accounts")],
            told: isUnknownPlace ? [seat.t("console.list.unknown_place")] : [],
            [
                .facts(title: nil, facts), seat.filter(path, fields, sort: ListInput()),
                .table(lines(statement, input, path)),
            ])
    }

    private func lines(_ statement: AccountStatement, _ input: StatementPageInput, _ path: String) -> Table {
        Table(
            caption: t("statement"),
            columns: [
                Table.Column(label: t("when")), Table.Column(label: t("what")), Table.Column(label: t("key")),
                Table.Column(label: t("reference")), Table.Column(label: t("amount"), isNumber: true),
                Table.Column(label: t("balance"), isNumber: true),
            ],
            rows: statement.lines.map { line in
                [
                    seat.moment(line.effectiveAt), .code(line.kind), .code(line.key), .code(line.processorReference),
                    money(line.amount), money(line.balance),
                ]
            }, empty: input.look.isNarrowed ? seat.words("console.list.unmatched") : t("no_lines"),
            first: input.look.after == nil ? nil : input.look.address(path, ["after": nil]),
            next: statement.next.map { input.look.address(path, ["after": $0.description]) },
            export: input.look.address(path, ["after": nil, "format": "csv"]))
    }
}
