/// When something happens by itself: an authorisation lapses, a payout arrives. Kept beside the records so that a look
/// at the clock costs nothing while nothing is due.
struct DueTimes: Sendable {
    /// Nil: not known, the records have to be asked.
    private(set) var earliest: Int?
    private(set) var isKnown = false

    mutating func add(_ time: Int) {
        guard isKnown else { return }
        earliest = min(earliest ?? time, time)
    }

    mutating func know(_ time: Int?) { (earliest, isKnown) = (time, true) }

    func isOver(_ now: Int) -> Bool { !isKnown || earliest.map { $0 <= now } ?? false }
}
