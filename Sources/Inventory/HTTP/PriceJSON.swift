import Foundation
package import Pricing
import Vocabulary
package import Web

// How prices and terms are written, wherever they are part of an answer.

extension Price: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("base", base)
            json.member("taxes", taxes)
            json.member("fees", fees)
            json.member("due_now", dueNow)
            json.member("due_at_property", dueAtProperty)
            json.member("total", total)
        }
    }

    package static let schema = Schema.object(
        "Price",
        [
            .init("base", .money), .init("taxes", .money), .init("fees", .money), .init("due_now", .money),
            .init("due_at_property", .money), .init("total", .money),
        ], closed: true)
}

extension RoomQuote.Night: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("date", date)
            json.member("amount", amount)
        }
    }

    package static let schema = Schema.object(
        "Night", [.init("date", .date), .init("amount", .money)], closed: true)
}

extension ChargeLine: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("code", code)
            json.member("kind", kind.rawValue)
            json.member("amount", amount)
            json.member("included", isIncluded)
            json.member("payable", payable.rawValue)
        }
    }

    package static let schema = Schema.object(
        "Charge",
        [
            .init("code", .text), .init("kind", .choice(StayCharge.Kind.allCases.map(\.rawValue))),
            .init("amount", .money), .init("included", .boolean),
            .init("payable", .choice(Payable.allCases.map(\.rawValue))),
        ], closed: true)
}

extension CancellationTerms.Window: JSONWritable {
    /// `begins` is null from the moment of booking on. The local time is what was agreed, the instant
    /// what it comes to.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("begins_at", begins?.instant)
            json.member("local_date", begins?.date)
            json.member("local_time", begins?.time.description)
            json.member("time_zone", begins?.zone)
            json.member("penalty", penalty)
        }
    }

    package static let schema = Schema.object(
        "CancellationWindow",
        [
            .init("begins_at", .nullable(.instant)), .init("local_date", .nullable(.date)),
            .init("local_time", .nullable(.text)), .init("time_zone", .nullable(.text)), .init("penalty", .money),
        ], closed: true)
}
