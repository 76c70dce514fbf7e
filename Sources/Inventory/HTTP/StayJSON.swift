import Foundation
import Pricing
import Vocabulary
import Web

/// A stay on offer as api.md writes it.
struct StayJSON: JSONWritable {
    let offered: OfferedStay
    let version: APIVersion

    init(_ offered: OfferedStay, _ version: APIVersion) {
        self.offered = offered
        self.version = version
    }

    func write(to json: inout JSONWriter) {
        let stay = offered.stay
        let quote = stay.quote
        json.object { json in
            json.member("offer_id", offered.offerID)
            json.member("hotel", HotelJSON(hotel: stay.hotel, isWhole: false))
            json.member("check_in", stay.dates.checkIn)
            json.member("check_out", stay.dates.checkOut)
            json.member("nights", stay.dates.nightCount)
            json.member("rooms", stay.rooms.map(RoomJSON.init))
            if version < .three {
                json.member("price", quote.price)
                json.member("nightly", quote.nightly)
                json.member("charges", quote.charges)
            } else {
                json.member("price", WholePriceJSON(quote: quote))
            }
            json.member("rooms_left", offered.roomsLeft)
            json.member("refundable", stay.isRefundable)
            if version < .two {
                json.member("cancellation", stay.terms.windows)
            } else {
                json.member("cancellation", CancellationJSON(windows: stay.terms.windows))
            }
            json.member("expires_at", offered.expiresAt)
        }
    }

    /// Version 2 says of the cancellation what its windows come to; version 3 also has all money in `price`.
    static func schema(_ version: APIVersion) -> Schema {
        let prices: [Schema.Property] =
            version < .three
            ? [
                .init("price", Price.schema), .init("nightly", .array(RoomQuote.Night.schema)),
                .init("charges", .array(ChargeLine.schema)),
            ] : [.init("price", WholePriceJSON.schema)]
        return Schema.object(
            "HotelOffer",
            [
                .init("offer_id", .text), .init("hotel", HotelJSON.schema), .init("check_in", .date),
                .init("check_out", .date), .init("nights", .count), .init("rooms", .array(RoomJSON.schema)),
            ] + prices + [
                .init("rooms_left", .count), .init("refundable", .boolean),
                .init(
                    "cancellation",
                    version < .two ? .array(CancellationTerms.Window.schema) : CancellationJSON.schema),
                .init("expires_at", .instant),
            ], closed: true)
    }

    static func searchSchema(_ version: APIVersion) -> Schema {
        Schema.object(
            "HotelSearchPage",
            [
                .init("destination", Destination.schema), .init("match_count", .count),
                .init("data", .array(schema(version))), .init("next_cursor", .nullable(.text)),
            ], closed: true)
    }
}

/// One room of an offer.
struct RoomJSON: JSONWritable {
    let room: PricedRoom

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member(
                "room_type",
                object: { json in
                    json.member("id", room.roomType.id.uuid)
                    json.member("name", room.roomType.name)
                })
            json.member(
                "rate_plan",
                object: { json in
                    json.member("id", room.plan.id.uuid)
                    json.member("board", room.plan.board.rawValue)
                    json.member("refundable", room.plan.isRefundable)
                    json.member("payable", room.plan.payable.rawValue)
                })
            json.member("adults", room.quote.occupancy.adults)
            json.member("child_ages", room.quote.occupancy.childAges)
            json.member("price", room.quote.price)
        }
    }

    static let schema = Schema.object(
        "OfferedRoom",
        [
            .init("room_type", .object(nil, [.init("id", .uuid), .init("name", .text)], closed: true)),
            .init(
                "rate_plan",
                .object(
                    "RatePlan",
                    [
                        .init("id", .uuid), .init("board", .choice(RatePlan.Board.allCases.map(\.rawValue))),
                        .init("refundable", .boolean), .init("payable", .choice(Payable.allCases.map(\.rawValue))),
                    ], closed: true)),
            .init("adults", .count), .init("child_ages", .array(.count)), .init("price", Price.schema),
        ], closed: true)
}
