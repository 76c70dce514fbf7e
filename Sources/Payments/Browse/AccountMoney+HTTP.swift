import Bookings
import Foundation
import HTTPTypes
import Postgres
import Tenancy
import Vocabulary
import Web

/// What an account looks for among its own payments and refunds.
struct AccountMoneyInput: Input {
    let kind: AccountMove.Kind?
    let currency: CurrencyCode?
    let from: Date?
    let until: Date?
    let page: RowPage<MoneyOrder>
    let limit: Int

    static let form = Form<AccountMoneyInput>(
        "AccountPaymentSearch", Field("kind", Kind<AccountMove.Kind>.choice).optional,
        Field("currency", .currency).optional, Field("from", .instant, "Begun then or later").optional,
        Field("until", .instant, "Begun before").optional, PageFields.order(.down), PageFields.cursor,
        Field("limit", .integer(1...100)).or(20)
    ) { kind, currency, from, until, order, cursor, limit in
        if let from, let until, until <= from { throw InputFaults("?until", "until_before_from") }
        return AccountMoneyInput(
            kind: kind, currency: currency, from: from, until: until,
            page: try PageFields.page(.made, order, cursor), limit: limit)
    }
}

extension PaymentsFeature {
    /// What somebody paid on the site and got back.
    var accountRoute: Route {
        Route(
            .get, "/api/account/payments", .member,
            "What the account paid and got back as one list, newest first unless told otherwise",
            gives: [.json(.page(of: AccountMove.schema))], options: RouteOptions(tag: "payments")
        ) { (input: AccountMoneyInput, context: MemberContext) in
            let filter = MoneyFilter(
                kind: input.kind?.move, currency: input.currency, account: context.account, from: input.from,
                until: input.until)
            let found = try await browse.list(filter, input.page, limit: input.limit + 1, in: context.scope)
            let moves = found.prefix(input.limit)
            let next = found.count > input.limit ? moves.last.map { input.page.place(of: $0) } : nil
            return .json(cache: .never) { json in
                json.object { json in
                    json.member("data", array: { for move in moves { $0.value(AccountMove(move: move)) } })
                    json.member("next_cursor", next?.description)
                }
            }
        }
    }
}

/// A payment or refund as its traveller is told of it.
struct AccountMove: JSONWritable {
    /// Disputes are between the site and the bank.
    enum Kind: String, CaseIterable, Hashable, Sendable {
        case payment, refund

        var move: MoneyMove.Kind { self == .payment ? .payment : .refund }
    }

    let move: MoneyMove

    private static var states: [String] {
        let refunds = Refund.State.allCases.map(\.rawValue)
        return PaymentState.allCases.map(\.rawValue).filter { !refunds.contains($0) } + refunds
    }

    static let schema = Schema.object(
        "AccountPayment",
        [
            .init("id", .uuid), .init("kind", .choice(Kind.allCases.map(\.rawValue))),
            .init("booking_id", .uuid), .init("booking_reference", .text),
            .init("state", .choice(states)), .init("amount", .money),
            .init(
                "cause",
                .nullable(.choice(Refund.Cause.allCases.map(\.rawValue)).annotated("Of a refund: why there is one."))),
            .init("card", .nullable(.text.annotated("Its kind and last four digits."))),
            .init("created_at", .instant),
            .init("settled_at", .nullable(.instant.annotated("When the money was taken, or the refund ended."))),
        ], closed: true)

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", move.id)
            json.member("kind", move.kind.rawValue)
            json.member("booking_id", move.booking.uuid)
            json.member("booking_reference", move.reference)
            json.member("state", move.state.rawValue)
            json.member("amount", move.amount)
            json.member("cause", move.cause?.rawValue)
            json.member("card", move.card.map { "\($0.kind) \($0.digits)" })
            json.member("created_at", move.createdAt)
            json.member("settled_at", move.settledAt)
        }
    }
}
