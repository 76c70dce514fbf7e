import Foundation
import Pricing
import Vocabulary
package import Web

/// A hotel in the reader's language; whole on its own page, in brief in a list.
struct HotelJSON: JSONWritable {
    let hotel: Hotel
    let isWhole: Bool

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", hotel.id.uuid)
            json.member("name", hotel.name)
            json.member("stars", hotel.stars)
            json.member("rating", Double(hotel.ratingTenths) / 10)
            json.member("review_count", hotel.reviewCount)
            json.member("city_code", hotel.cityCode)
            json.member("latitude", hotel.latitude)
            json.member("longitude", hotel.longitude)
            json.member("time_zone", hotel.zone)
            json.member("check_in_from", hotel.checkInFrom.description)
            json.member("check_out_until", hotel.checkOutUntil.description)
            json.member("amenities", hotel.amenityCodes)
            json.member("address", hotel.address)
            if isWhole { json.member("description", hotel.description) }
        }
    }

    static let schema = Schema.object(
        "Hotel",
        [
            .init("id", .uuid), .init("name", .text), .init("stars", .integer(1...5)), .init("rating", .number),
            .init("review_count", .count), .init("city_code", .text), .init("latitude", .number),
            .init("longitude", .number), .init("time_zone", .text), .init("check_in_from", .text),
            .init("check_out_until", .text), .init("amenities", .array(.text)), .init("address", .text),
            .init("description", .text, required: false),
        ], closed: true)

    static func pageSchema(_ version: APIVersion) -> Schema {
        Schema.object(
            "HotelPage",
            [
                .init("hotel", schema), .init("room_types", .array(RoomTypeJSON.schema)),
                .init("offers", .array(StayJSON.schema(version))),
            ], closed: true)
    }
}

struct RoomTypeJSON: JSONWritable {
    let roomType: RoomType

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", roomType.id.uuid)
            json.member("name", roomType.name)
            json.member("description", roomType.description)
            json.member("adults_max", roomType.adultsMax)
            json.member("children_max", roomType.childrenMax)
            json.member("guests_max", roomType.guestsMax)
            json.member("square_metres", roomType.squareMetres)
            json.member("beds", roomType.bedCodes)
            json.member("amenities", roomType.amenityCodes)
        }
    }

    static let schema = Schema.object(
        "RoomType",
        [
            .init("id", .uuid), .init("name", .text), .init("description", .text), .init("adults_max", .count),
            .init("children_max", .count), .init("guests_max", .count), .init("square_metres", .count),
            .init("beds", .array(.text)), .init("amenities", .array(.text)),
        ], closed: true)
}

extension Destination: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("code", code)
            json.member("name", name)
            json.member("country_code", countryCode)
            json.member("latitude", latitude)
            json.member("longitude", longitude)
        }
    }

    static let schema = Schema.object(
        "Destination",
        [
            .init("code", .text), .init("name", .text), .init("country_code", .text), .init("latitude", .number),
            .init("longitude", .number),
        ], closed: true)
}
