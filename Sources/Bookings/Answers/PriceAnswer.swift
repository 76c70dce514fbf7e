import Inventory
import Pricing
import Vocabulary
import Web

/// How a stay's price, nights, charges and terms are told over HTTP.
extension JSONWriter {
    mutating func member(_ name: String, price: Price) {
        member(
            name,
            object: { json in
                json.member("base", price.base)
                json.member("taxes", price.taxes)
                json.member("fees", price.fees)
                json.member("due_now", price.dueNow)
                json.member("due_at_property", price.dueAtProperty)
                json.member("total", price.total)
            })
    }

    /// Rooms that were given back alone, with what is kept for each.
    mutating func member(_ name: String, dropped rooms: [DroppedRoom]) {
        member(
            name,
            array: { json in
                for room in rooms {
                    json.object { json in
                        json.member("name", room.name)
                        json.member("dropped_at", room.droppedAt)
                        json.member("kept", room.kept)
                        json.member("kept_now", room.keptNow)
                    }
                }
            })
    }

    mutating func members(of stay: FrozenStay) {
        member(
            "nightly",
            array: { json in
                for night in stay.nightly {
                    json.object { json in
                        json.member("date", night.date)
                        json.member("amount", night.amount)
                    }
                }
            })
        member(
            "charges",
            array: { json in
                for line in stay.charges {
                    json.object { json in
                        json.member("code", line.code)
                        json.member("kind", line.kind.rawValue)
                        json.member("amount", line.amount)
                        json.member("included", line.isIncluded)
                        json.member("payable", line.payable.rawValue)
                    }
                }
            })
        member(
            "cancellation",
            array: { json in
                for window in stay.terms.windows { json.window(window) }
            })
    }

    /// What is lost from when on; `begins` is null from the moment of booking on.
    private mutating func window(_ window: CancellationTerms.Window) {
        object { json in
            json.member("begins_at", window.begins?.instant)
            json.member("local_date", window.begins?.date)
            json.member("local_time", window.begins?.time.description)
            json.member("time_zone", window.begins?.zone)
            json.member("penalty", window.penalty)
        }
    }
}

enum PriceSchema {
    static let price = Schema.object(
        "StayPrice",
        ["base", "taxes", "fees", "due_now", "due_at_property", "total"].map { .init($0, .money) }, closed: true)

    static let dropped = Schema.array(
        .object(
            "DroppedRoom",
            [
                .init("name", .text), .init("dropped_at", .instant), .init("kept", .money),
                .init("kept_now", .money.annotated("Of that, what was paid through the site.")),
            ], closed: true))

    static let nightly = Schema.array(
        .object("StayNight", [.init("date", .date), .init("amount", .money)], closed: true))

    static let charges = Schema.array(
        .object(
            "StayCharge",
            [
                .init("code", .text), .init("kind", .choice(StayCharge.Kind.allCases.map(\.rawValue))),
                .init("amount", .money), .init("included", .boolean),
                .init("payable", .choice(Payable.allCases.map(\.rawValue))),
            ], closed: true))

    static let cancellation = Schema.array(
        .object(
            "CancellationWindow",
            [
                .init("begins_at", .nullable(.instant).annotated("Null: from the moment of booking on.")),
                .init("local_date", .nullable(.date)), .init("local_time", .nullable(.text)),
                .init("time_zone", .nullable(.text)), .init("penalty", .money),
            ], closed: true))

    static let stay: [Schema.Property] = [
        .init("nightly", nightly), .init("charges", charges), .init("cancellation", cancellation),
    ]
}
