import Bookings
import Foundation
import Payments
import Postgres
import Tenancy
import Vocabulary
import Web

/// Which moves count, and behind which partner the page begins.
struct PartnersMoneyInput: Input {
    /// Nil where what was typed can be no booking's reference: then nothing fits.
    let filter: MoneyFilter?
    let cursor: String?
    let limit: Int

    static let form = Form<PartnersMoneyInput>(
        "PartnerPaymentSearch", MoneyFields.kind, Field("booking", .uuid).optional, MoneyFields.reference,
        MoneyFields.currency, MoneyFields.needsPerson,
        Field("from", .instant, "Begun then or later").optional, Field("until", .instant, "Begun before").optional,
        Field("cursor", .code(SlugInput.pattern), "The partner whose row was the last").optional,
        Field("limit", .integer(1...100)).or(20)
    ) { kind, booking, reference, currency, needsPerson, from, until, cursor, limit in
        if let from, let until, until <= from { throw InputFaults("?until", "until_before_from") }
        let filter = MoneyFilter(
            kind: kind, booking: booking.map { BookingID($0) }, currency: currency, needsPerson: needsPerson,
            from: from, until: until)
        return PartnersMoneyInput(filter: filter.naming(reference), cursor: cursor, limit: limit)
    }
}

/// A partner's own moves.
struct PartnerMovesInput: Input {
    let slug: String
    let moves: MoneySearchInput

    static let form = Form<PartnerMovesInput>(
        "PartnerPayments", Field("slug", .code(SlugInput.pattern)), MoneyFields.kind, MoneyFields.state,
        Field("booking", .uuid).optional, MoneyFields.reference, MoneyFields.currency, MoneyFields.needsPerson,
        Field("from", .instant, "Begun then or later").optional, Field("until", .instant, "Begun before").optional,
        PageFields.order(.down), PageFields.cursor, Field("limit", .integer(1...100)).or(20)
    ) { slug, kind, state, booking, reference, currency, needsPerson, from, until, order, cursor, limit in
        if let from, let until, until <= from { throw InputFaults("?until", "until_before_from") }
        let filter = MoneyFilter(
            kind: kind, state: state, booking: booking.map { BookingID($0) }, currency: currency,
            needsPerson: needsPerson, from: from, until: until)
        return PartnerMovesInput(
            slug: slug,
            moves: MoneySearchInput(
                filter: filter.naming(reference), page: try PageFields.page(.made, order, cursor), limit: limit))
    }
}

/// What a partner's payments and refunds come to.
struct PartnerMoneyAnswer: JSONWritable {
    let partner: PartnersMoney.Partner

    static let schema = Schema.object(
        "PartnerMoney",
        [
            .init("tenant", .text),
            .init(
                "sums",
                .array(
                    .object(
                        "MoneySum",
                        [
                            .init("payments", .count), .init("captured", .money), .init("refunds", .count),
                            .init("refunded", Schema.money.annotated("Promised back; what failed is no part of it.")),
                            .init("disputes", .count),
                            .init(
                                "disputed",
                                Schema.money.annotated("What banks have of it, until they decide or for good.")),
                            .init("waiting", Schema.count.annotated("How many of them need a person.")),
                        ], closed: true))),
        ], closed: true)

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("tenant", partner.slug)
            json.member(
                "sums",
                array: { json in
                    for sum in partner.sums {
                        json.object { json in
                            json.member("payments", sum.payments)
                            json.member("captured", sum.captured)
                            json.member("refunds", sum.refunds)
                            json.member("refunded", sum.refunded)
                            json.member("disputes", sum.disputes)
                            json.member("disputed", sum.disputed)
                            json.member("waiting", sum.waiting)
                        }
                    }
                })
        }
    }
}
