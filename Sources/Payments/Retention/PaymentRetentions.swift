package import Jobs
import Postgres

/// How long the processor's events are remembered: as long as it sends one again, and long enough to look into it. And
/// cards that are gone.
package enum PaymentRetentions {
    static let eventDays: Int32 = 90

    /// Days that a card which nobody keeps any more is still told in the download of its holder's data.
    static let cardDays: Int32 = 30

    package static var all: [TenantRetention] { [events, cards] }

    private static let events = TenantRetention.expired(
        "processor_events", from: "processor_events", key: "event_name", end: "received_at",
        keptHours: eventDays * 24)

    private static let cards = TenantRetention.expired(
        "saved_cards", from: "saved_cards", key: "card_id", end: "detached_at", keptHours: cardDays * 24)
}
