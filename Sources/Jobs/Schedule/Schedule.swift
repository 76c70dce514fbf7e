import Foundation

/// Something done at regular slots by whichever worker claims the slot first.
///
/// Slots that were missed, because no worker ran or the schedule was paused, are made up for by one run. No
/// two runs of a schedule overlap: one that takes longer than its interval misses slots. A slot whose worker
/// was killed is run again by another once its lease is over, so a body is written to bear a repetition.
package struct Schedule: Sendable {
    package enum Timing: Hashable, Sendable {
        /// Slots are the multiples of it since 1970-01-01T00:00Z, so daylight saving does not touch them. One
        /// that is new runs at once.
        case every(seconds: Int)
        /// In a time zone, see `CronSlots` for days on which clocks change. One that is new waits for its next slot.
        case cron(CronSlots)
    }

    package let name: String
    package let timing: Timing
    let body: @Sendable () async throws -> String

    /// `body` answers in a few words what it did; they are kept with the schedule.
    package init(name: String, everySeconds: Int, body: @escaping @Sendable () async throws -> String) {
        self.init(name: name, .every(seconds: everySeconds), body: body)
    }

    package init(name: String, _ timing: Timing, body: @escaping @Sendable () async throws -> String) {
        self.name = name
        self.timing = timing
        self.body = body
    }
}

extension Schedule.Timing {
    /// Nil for a cron expression whose first slot is still to come.
    func slot(at now: Date) -> Date? {
        switch self {
        case .every(let seconds):
            let length = Double(seconds)
            return Date(timeIntervalSince1970: (now.timeIntervalSince1970 / length).rounded(.down) * length)
        case .cron(let slots): return slots.last(atOrBefore: now)
        }
    }

    func next(after now: Date) -> Date? {
        switch self {
        case .every(let seconds): slot(at: now)?.addingTimeInterval(Double(seconds))
        case .cron(let slots): slots.next(after: now)
        }
    }

    /// As it is shown: `every 300 s`, `30 2 * * *`.
    var expression: String {
        switch self {
        case .every(let seconds): "every \(seconds) s"
        case .cron(let slots): slots.expression.description
        }
    }

    var zone: String? {
        if case .cron(let slots) = self { slots.zone.identifier } else { nil }
    }

    var runsWhenNew: Bool {
        if case .every = self { true } else { false }
    }
}
