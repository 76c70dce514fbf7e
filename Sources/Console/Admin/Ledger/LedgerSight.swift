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
            empty: t("none"), natural: ListOrder(AccountOrder.account.rawValue, .up),
            columns: [
                .state(AccountOrder.account.rawValue, t("account")) {
                    $0.account.code.rawValue
                } cell: {
                    Cell(name($0.account.code), url: "/admin/ledger/accounts/\($0.id.text)")
                },
                .code(AccountOrder.currency.rawValue, t("currency")) { $0.account.currency.code },
                .code("subject", t("subject"), isOrdered: false) {
                    $0.account.subject?.kind == .booking ? "/admin/bookings/\($0.account.subject?.id.text ?? "")" : nil
                } _: {
                    $0.account.subject?.id.text
                },
                amount("balance") { $0.balance }, amount("expected") { $0.expected },
                .moment(AccountOrder.opened.rawValue, t("opened"), seat) { $0.openedAt },
            ])
    }

    func settled(_ input: StatementPageInput) throws -> SettledLook<StatementPlace> {
        try lines(of: input.id).settled(input.look) { text, _ in StatementPlace(text) }
    }

    func statement(
        _ statement: AccountStatement, _ input: StatementPageInput, _ look: SettledLook<StatementPlace>
    ) throws -> Answer {
        let account = statement.account.account
        let list = lines(of: input.id)
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
            trail: trail + [Link(t("accounts"), "/admin/ledger/accounts")], told: look.told,
            [
                .facts(title: nil, facts), seat.filter(list.path, fields, sort: look.input),
                .table(list.table(ofPage: statement.lines, look.input) { StatementPlace($0).description }),
            ])
    }

    /// In the order in which it happened, or the other way round: what stands on an account afterwards is told of
    /// each line.
    private func lines(of account: UUID) -> ItemList<AccountStatement.Line> {
        let (seat, money) = (seat, money)
        func code(
            _ key: String, _ text: @escaping @Sendable (AccountStatement.Line) -> String?
        ) -> ItemList<AccountStatement.Line>.Column { .code(key, t(key), isOrdered: false, text) }
        func amount(
            _ key: String, _ value: @escaping @Sendable (AccountStatement.Line) -> Money
        ) -> ItemList<AccountStatement.Line>.Column {
            .init(key: key, label: t(key), isOrdered: false, isNumber: true) {
                ListValue(value($0).minor)
            } cell: {
                money(value($0))
            }
        }
        return ItemList(
            words: seat.words, path: "/admin/ledger/accounts/\(account.text)", file: "statement",
            caption: t("statement"), empty: t("no_lines"), natural: ListOrder("when", .up),
            columns: [
                .moment("when", t("when"), seat) { $0.effectiveAt }, code("what") { $0.kind }, code("key") { $0.key },
                code("reference") { $0.processorReference }, amount("amount") { $0.amount },
                amount("balance") { $0.balance },
            ])
    }
}
