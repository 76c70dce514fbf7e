import Inventory
import Pricing
import Vocabulary
import Web

/// A booking as it is told over HTTP. People are told only to who proved that they may see them.
struct BookingAnswer: JSONWritable {
    let dated: DatedBooking
    var party: Party?

    func write(to json: inout JSONWriter) {
        let booking = dated.booking
        json.object { json in
            json.member("id", booking.id.uuid)
            json.member("reference", booking.reference.description)
            json.member("state", dated.state.rawValue)
            json.member("available_actions", dated.availableActions.map(\.rawValue))
            writeStay(booking.stay, to: &json)
            json.member("price", price: booking.price)
            json.members(of: booking.stay)
            json.member("settlement", booking.settlement.rawValue)
            json.member("paid", booking.paid)
            json.member("refunded", booking.refunded)
            json.member("penalty", booking.penalty)
            json.member("locale", booking.locale)
            json.member("space_expires_at", booking.spaceExpiresAt)
            json.member("price_expires_at", booking.priceExpiresAt)
            json.member("created_at", booking.createdAt)
            if let party { writeParty(party, to: &json) }
        }
    }

    private func writeStay(_ stay: FrozenStay, to json: inout JSONWriter) {
        json.member(
            "hotel",
            object: { json in
                json.member("id", stay.hotel.uuid)
                json.member("name", stay.hotelName)
                json.member("address", stay.hotelAddress)
            })
        json.member("check_in", stay.dates.checkIn)
        json.member("check_out", stay.dates.checkOut)
        json.member("nights", stay.dates.nightCount)
        json.member(
            "rooms",
            array: { json in
                for room in stay.rooms { writeRoom(room, to: &json) }
            })
        json.member("dropped_rooms", dropped: stay.dropped)
    }

    private func writeRoom(_ room: FrozenRoom, to json: inout JSONWriter) {
        json.object { json in
            json.member(
                "room_type",
                object: { json in
                    json.member("id", room.roomType.uuid)
                    json.member("name", room.name)
                })
            json.member(
                "rate_plan",
                object: { json in
                    json.member("id", room.ratePlan.uuid)
                    json.member("board", room.board.rawValue)
                })
            json.member("adults", room.occupancy.adults)
            json.member("child_ages", room.occupancy.childAges)
            json.member("total", room.price.total)
        }
    }

    private func writeParty(_ party: Party, to json: inout JSONWriter) {
        json.member(
            "travellers",
            array: { json in
                for name in party.travellers { json.object { Self.write(name, to: &$0) } }
            })
        json.member(
            "contact",
            object: { json in
                json.member("email", party.email.description)
                json.member("phone", party.phone)
                json.member("notes", party.notes)
            })
    }

    private static func write(_ name: PersonName, to json: inout JSONWriter) {
        switch name.form {
        case .parts(let given, let family):
            json.member("given_name", given)
            json.member("family_name", family)
        case .full(let full): json.member("full_name", full)
        }
        if let kana = name.givenKana { json.member("given_kana", kana) }
        if let kana = name.familyKana { json.member("family_kana", kana) }
        if let latin = name.latin { json.member("latin_name", latin) }
    }
}
