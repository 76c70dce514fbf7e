import Localization
import Payments
import Tenancy
import Vocabulary
import Web

/// How partners' money looks on the desk.
struct DeskMoneySight: Sendable {
    let sitting: Sitting

    init(_ sitting: Sitting) { self.sitting = sitting }

    private var path: String { DeskPart.payments.url }
    @Sendable private func t(_ key: String) -> String { sitting.words("console.payments.\(key)") }
    @Sendable private func money(_ money: Money) -> String { sitting.words.formats.money(money) }

    func fields(_ input: DeskMoneyInput) -> [FormField] {
        [
            sitting.tenantField(input.look),
            sitting.choiceField(
                "kind", t("what"), MoneyMove.Kind.allCases.map { ($0.rawValue, t("kind.\($0.rawValue)")) },
                chosen: input.asked.kind?.rawValue),
            sitting.choiceField(
                "state", sitting.words("desk.column.state"),
                MoneyMove.State.allCases.map { ($0.rawValue, t("state.\($0.rawValue)")) },
                chosen: input.asked.state?.rawValue),
            sitting.codeField("reference", t("booking"), input.reference, max: MoneyFields.referenceMax),
            sitting.codeField(
                "currency", sitting.words("console.ledger.currency"), input.asked.currency?.code, max: 3),
            sitting.choiceField(
                "needs_person", t("person"), [("true", t("person_only"))],
                chosen: input.asked.needsPerson ? "true" : nil),
            sitting.dayField("from", sitting.words("console.audit.from"), input.from?.description),
            sitting.dayField("until", sitting.words("console.audit.until"), input.until?.description),
        ]
    }

    /// Back to all, and on to the partner itself.
    func ways(_ input: DeskMoneyInput) -> [Block] {
        guard let slug = input.look.tenant else { return [] }
        var all = input.look
        (all.tenant, all.after, all.sort) = (nil, nil, nil)
        return [
            .links(
                title: nil,
                [
                    Link(sitting.words("desk.payments.all"), all.address(path)),
                    Link(slug, "\(DeskPart.tenants.url)/\(slug)"),
                ])
        ]
    }

    /// What is seen comes to, currency by currency; nothing where there is none.
    func together(_ sums: [MoneySum]) -> [Block] {
        guard !sums.isEmpty else { return [] }
        let byCurrency = Dictionary(grouping: sums, by: \.currency).sorted { $0.key < $1.key }
        let rows = byCurrency.map { currency, sums in row(currency, sums) }
        var table = Table(
            caption: sitting.words("desk.payments.together"),
            [
                sitting.words("console.ledger.currency"), sitting.words("desk.payments.payments"), t("captured"),
                sitting.words("desk.payments.refunds"), t("refunded"), t("disputes"),
                t("disputed"), t("person"),
            ], rows)
        for index in table.columns.indices.dropFirst() { table.columns[index].isNumber = true }
        return [.table(table)]
    }

    private func row(_ currency: CurrencyCode, _ sums: [MoneySum]) -> [Cell] {
        func count(_ count: (MoneySum) -> Int) -> Cell { sitting.number(sums.map(count).reduce(0, +)) }
        func amount(_ amount: (MoneySum) -> Money) -> Cell {
            Cell(money(sums.map(amount).reduce(.zero(currency), +)))
        }
        return [
            .code(currency.code), count(\.payments), amount(\.captured), count(\.refunds), amount(\.refunded),
            count(\.disputes), amount(\.disputed), count(\.waiting),
        ]
    }

    func partners(_ input: DeskMoneyInput) -> ItemList<PartnersMoney.Partner> {
        let (money, words) = (money, sitting.words)
        func amounts(
            _ key: String, _ label: String, _ amount: @escaping @Sendable (MoneySum) -> Money
        ) -> ItemList<PartnersMoney.Partner>.Column {
            .init(key: key, label: label, isOrdered: false, isNumber: true) { _ in
                .none
            } cell: { partner in
                partner.sums.isEmpty ? .none : Cell(words.formats.list(partner.sums.map { money(amount($0)) }))
            }
        }
        func counts(
            _ key: String, _ label: String, _ count: @escaping @Sendable (MoneySum) -> Int
        ) -> ItemList<PartnersMoney.Partner>.Column {
            .number(key, label, sitting, isOrdered: false) { $0.sums.map(count).reduce(0, +) }
        }
        return ItemList(
            words: words, path: path, file: "partners-payments", caption: words("desk.menu.payments"),
            empty: words("desk.tenants.empty"),
            columns: [
                .code("tenant", words("desk.column.tenant"), isOrdered: false) { partner in
                    // Its own that fit as these do.
                    var one = input.look
                    (one.tenant, one.after, one.sort) = (partner.slug, nil, nil)
                    return one.address(DeskPart.payments.url)
                } _: {
                    $0.slug
                },
                counts("payments", words("desk.payments.payments")) { $0.payments },
                amounts("captured", t("captured")) { $0.captured },
                counts("refunds", words("desk.payments.refunds")) { $0.refunds },
                amounts("refunded", t("refunded")) { $0.refunded },
                counts("disputes", t("disputes")) { $0.disputes },
                amounts("disputed", t("disputed")) { $0.disputed }, counts("waiting", t("person")) { $0.waiting },
            ])
    }

    var moves: ItemList<MoneyMove> {
        let (t, money) = (t, money)
        return ItemList(
            words: sitting.words, path: path, file: "payments", caption: sitting.words("desk.menu.payments"),
            empty: sitting.words("desk.payments.empty"),
            columns: [
                .state("kind", t("what"), isOrdered: false) {
                    $0.kind.rawValue
                } cell: {
                    Cell(t("kind.\($0.kind.rawValue)"))
                },
                .code("reference", t("booking"), isOrdered: false) { $0.reference },
                .state("state", sitting.words("desk.column.state"), isOrdered: false) {
                    $0.state.rawValue
                } cell: {
                    Cell(t("state.\($0.state.rawValue)"), tone: $0.state.tone)
                },
                .init(key: "amount", label: t("amount"), isOrdered: false, isNumber: true) {
                    ListValue($0.amount.minor)
                } cell: {
                    Cell(money($0.amount))
                },
                .code("processor_name", t("processor_name"), isOrdered: false) { $0.processorName },
                .state("person_for", t("person"), isOrdered: false) {
                    $0.personFor?.rawValue
                } cell: { move in
                    move.personFor.map { Cell(t("person_for.\($0.rawValue)"), tone: .bad) } ?? .none
                },
                .moment(MoneyOrder.made.rawValue, t("made"), sitting) { $0.createdAt },
            ])
    }
}
