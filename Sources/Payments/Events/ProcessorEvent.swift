import Foundation
import Vocabulary

/// What an event is about: which thing, never what it says of it.
struct ProcessorEvent: Hashable, Sendable {
    static let nameMax = 255

    enum About: Hashable, Sendable {
        case payment(intent: String)
        case refund(name: String)
        case dispute(name: String)
        /// A card that its holder left with the processor.
        case method(name: String)
        /// What left for the partner's bank.
        case payout(name: String)
        case nothing

        init(kind: String, object: String) {
            if kind.hasPrefix("payment_intent.") {
                self = .payment(intent: object)
            } else if kind.hasPrefix("refund.") {
                self = .refund(name: object)
            } else if kind.hasPrefix("payment_method.") {
                self = .method(name: object)
            } else if kind.hasPrefix("payout.") {
                self = .payout(name: object)
            } else {
                self = kind.hasPrefix("charge.dispute.") ? .dispute(name: object) : .nothing
            }
        }

        /// Its thing may become known here later. A card is looked up when it is first kept: what was told of it before
        /// is in that. A payout is the processor's own.
        var isWaitedFor: Bool {
            switch self {
            case .payment, .refund, .dispute: true
            case .method, .payout, .nothing: false
            }
        }
    }

    let name: String
    /// `payment_intent.succeeded`
    let kind: String
    /// The processor's name of the thing.
    let object: String
    let happenedAt: Date

    /// The kinds that an endpoint asks for.
    static let kinds = [
        "payment_intent.amount_capturable_updated", "payment_intent.succeeded", "payment_intent.canceled",
        "payment_intent.payment_failed", "refund.created", "refund.updated", "refund.failed", "charge.dispute.created",
        "charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated", "payment_method.detached", "payment_method.updated",
        "payment_method.automatically_updated", "payout.created", "payout.paid", "payout.failed", "payout.canceled",
    ]

    private struct Document: Decodable {
        struct Body: Decodable {
            struct Thing: Decodable { let id: String? }
            let object: Thing
        }
        let id: String
        let type: String
        let created: Int
        let data: Body
    }

    /// Nil for what is no event.
    init?(_ body: [UInt8]) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(body)),
            document.type.wholeMatch(of: /[a-z][a-z0-9_.]{1,100}/) != nil, Self.isName(document.id),
            let object = document.data.object.id, Self.isName(object), (0...Self.latest).contains(document.created)
        else { return nil }
        name = document.id
        kind = document.type
        self.object = object
        happenedAt = Date(timeIntervalSince1970: TimeInterval(document.created))
    }

    /// As far as a clock of anybody's goes: the year 2200.
    private static let latest = 7_258_118_400

    private static func isName(_ text: String) -> Bool {
        text.wholeMatch(of: /[A-Za-z0-9_]{1,255}/) != nil
    }
}
