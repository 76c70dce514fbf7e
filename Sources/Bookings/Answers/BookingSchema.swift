import Inventory
import Web

/// What `BookingAnswer` writes, for the documentation and the check of answers.
enum BookingSchema {
    static let states = Schema.choice(BookingState.allCases.map(\.rawValue))

    static let booking = Schema.object("Booking", common + people, closed: true)

    static let page = Schema.page(of: booking)

    private static let common: [Schema.Property] =
        [
            .init("id", .uuid), .init("reference", .text), .init("state", states),
            .init("available_actions", .array(.choice(BookingAction.allCases.map(\.rawValue)))),
            .init(
                "hotel",
                .object(
                    "BookedHotel", [.init("id", .uuid), .init("name", .text), .init("address", .text)], closed: true)),
            .init("check_in", .date), .init("check_out", .date), .init("nights", .count), .init("rooms", .array(room)),
            .init("dropped_rooms", PriceSchema.dropped.annotated("Given back alone.")),
            .init("price", PriceSchema.price),
        ] + PriceSchema.stay + [
            .init("settlement", .choice(Settlement.allCases.map(\.rawValue))), .init("paid", .money),
            .init("refunded", .money.annotated("Of what was paid, promised back.")), .init("penalty", .money),
            .init("locale", .text),
            .init("space_expires_at", .instant),
            .init("price_expires_at", .instant), .init("created_at", .instant),
        ]

    private static let room = Schema.object(
        "BookedRoom",
        [
            .init("room_type", .object("BookedRoomType", [.init("id", .uuid), .init("name", .text)], closed: true)),
            .init(
                "rate_plan",
                .object(
                    "BookedRatePlan",
                    [.init("id", .uuid), .init("board", .choice(RatePlan.Board.allCases.map(\.rawValue)))], closed: true
                )),
            .init("adults", .count), .init("child_ages", .array(.count)), .init("total", .money),
        ], closed: true)

    /// Only for the access token, or for reference and e-mail.
    private static let people: [Schema.Property] = [
        .init(
            "travellers",
            .array(
                .object(
                    "BookedTraveller",
                    ["given_name", "family_name", "full_name", "given_kana", "family_kana", "latin_name"]
                        .map { .init($0, .text, required: false) }, closed: true)), required: false),
        .init(
            "contact",
            .object(
                "BookedContact",
                [.init("email", .text), .init("phone", .nullable(.text)), .init("notes", .nullable(.text))],
                closed: true),
            required: false),
    ]
}
