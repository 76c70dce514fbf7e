package import Jobs
import Postgres

/// How long the processor's events are remembered: as long as it sends one again, and long enough to look into it.
package enum PaymentRetentions {
    static let eventDays: Int32 = 90

    package static var all: [TenantRetention] { [events] }

    private static let events = TenantRetention.expired(
        "processor_events", from: "processor_events", key: "event_name", end: "received_at",
        keptHours: eventDays * 24)
}
