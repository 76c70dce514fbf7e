import Pricing
import Vocabulary
import Web

/// All that an offer costs in one place, from version 3 on: the sums with the nights and charges they are made of.
struct WholePriceJSON: JSONWritable {
    let quote: StayQuote

    func write(to json: inout JSONWriter) {
        let price = quote.price
        json.object { json in
            json.member("base", price.base)
            json.member("taxes", price.taxes)
            json.member("fees", price.fees)
            json.member("due_now", price.dueNow)
            json.member("due_at_property", price.dueAtProperty)
            json.member("total", price.total)
            json.member("nightly", quote.nightly)
            json.member("charges", quote.charges)
        }
    }

    static let schema = Schema.object(
        "WholePrice",
        [
            .init("base", .money), .init("taxes", .money), .init("fees", .money), .init("due_now", .money),
            .init("due_at_property", .money), .init("total", .money),
            .init("nightly", .array(RoomQuote.Night.schema)), .init("charges", .array(ChargeLine.schema)),
        ], closed: true)
}
