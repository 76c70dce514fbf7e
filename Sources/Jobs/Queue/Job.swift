/// Work for later, as a value: what is to be done to which thing, small enough to stand in a row.
///
/// A job may run more than once (a worker died after the effect, before its record), so its effect is
/// written so that a repetition changes nothing.
package protocol Job: Codable, Sendable {
    /// Stable name in the queue: `booking.release_hold`.
    static var kind: String { get }
    /// Lower-case letters and underscores; a worker is told which queues it serves.
    static var queue: String { get }
    static var attemptsMax: Int { get }
}

extension Job {
    package static var queue: String { "ordinary" }
    package static var attemptsMax: Int { 12 }
}
