import Bookings
import Localization
import Payments
import Postgres
import Tenancy
import Vocabulary
import Web

/// How payments and refunds look in lists of the console.
struct MoneySight: Sendable {
    let seat: Seat

    static let path = "/admin/payments"
    /// So many are shown of those that wait for a person, before the way to all.
    static let waitingMax = 10

    init(_ seat: Seat) { self.seat = seat }

    @Sendable private func t(_ key: String) -> String { seat.t("console.payments.\(key)") }

    func fields(_ input: MoneyListInput) -> [FormField] {
        [
            seat.choiceField(
                "kind", t("what"), MoneyMove.Kind.allCases.map { ($0.rawValue, name($0)) }, chosen: input.kind?.rawValue
            ),
            seat.choiceField(
                "state", seat.t("console.keys.state"), MoneyMove.State.allCases.map { ($0.rawValue, name($0)) },
                chosen: input.state?.rawValue),
            seat.codeField("reference", t("booking"), input.reference, max: MoneyFields.referenceMax),
            seat.codeField("currency", seat.t("console.ledger.currency"), input.currency?.code, max: 3),
            seat.choiceField(
                "needs_person", t("person"), [("true", t("person_only"))],
                chosen: input.needsPerson ? "true" : nil),
            seat.dayField("from", seat.t("console.audit.from"), input.from?.description),
            seat.dayField("until", seat.t("console.audit.until"), input.until?.description),
        ]
    }

    var list: ItemList<MoneyMove> { list(caption: seat.t("console.way.payments")) }

    /// Nothing where nobody is needed.
    ///
    /// - Parameter moves: one more than are shown, where there are more.
    func waiting(_ moves: [MoneyMove]) -> [Block] {
        guard !moves.isEmpty else { return [] }
        return [
            .table(
                list(caption: t("waiting")).short(
                    Array(moves.prefix(Self.waitingMax)),
                    all: Link(t("waiting_all"), "\(Self.path)?needs_person=true")))
        ]
    }

    private func list(caption: String) -> ItemList<MoneyMove> {
        let (seat, state, name) = (seat, stateCell, kindName)
        let toBooking: @Sendable (MoneyMove) -> String? = { move in
            seat.may(.bookings, .read) ? "/admin/bookings/\(move.booking.uuid.text)" : nil
        }
        return ItemList(
            words: seat.words, path: Self.path, file: "payments", caption: caption, empty: t("none"),
            columns: [
                .state("kind", t("what"), isOrdered: false) {
                    $0.kind.rawValue
                } cell: {
                    Cell(name($0.kind), url: "\(Self.path)/\($0.payment.uuid.text)")
                },
                .code("reference", t("booking"), isOrdered: false, to: toBooking) { $0.reference },
                .state("state", seat.t("console.keys.state"), isOrdered: false) {
                    $0.state.rawValue
                } cell: {
                    state($0.state)
                },
                .init(key: "amount", label: t("amount"), isOrdered: false, isNumber: true) {
                    ListValue($0.amount.minor)
                } cell: {
                    Cell(seat.words.formats.money($0.amount))
                },
                .code("card", t("card"), isOrdered: false) { $0.card?.text },
                .state("person_for", t("person"), isOrdered: false) {
                    $0.personFor?.rawValue
                } cell: { move in
                    move.personFor.map { Cell(seat.t("console.payments.person_for.\($0.rawValue)"), tone: .bad) }
                        ?? .none
                },
                .moment(MoneyOrder.made.rawValue, t("made"), seat) { $0.createdAt },
            ])
    }

    func name(_ kind: MoneyMove.Kind) -> String { kindName(kind) }
    func name(_ state: MoneyMove.State) -> String { t("state.\(state.rawValue)") }
    @Sendable private func kindName(_ kind: MoneyMove.Kind) -> String { t("kind.\(kind.rawValue)") }

    @Sendable private func stateCell(_ state: MoneyMove.State) -> Cell {
        Cell(name(state), tone: state.tone)
    }

    func cell(_ state: PaymentState) -> Cell { MoneyMove.State(rawValue: state.rawValue).map(stateCell) ?? .none }
    func cell(_ state: Refund.State) -> Cell { MoneyMove.State(rawValue: state.rawValue).map(stateCell) ?? .none }
}

extension MoneyMove.State {
    var tone: Cell.Tone {
        switch self {
        case .captured, .succeeded, .won: .good
        case .asked, .open, .capturing, .voiding, .pending: .busy
        case .voided, .lost, .closed: .plain
        case .failed, .inquiry, .withheld: .bad
        }
    }
}
