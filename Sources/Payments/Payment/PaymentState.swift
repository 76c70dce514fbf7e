/// Where a payment stands. Stored as its raw value.
package enum PaymentState: String, CaseIterable, Hashable, Sendable {
    /// Written here; the processor may not know of it yet.
    case asked
    /// The traveller is at it.
    case open
    /// The booking is theirs, and the money is being taken.
    case capturing
    case captured
    /// The booking came to nothing, and what is reserved is being let go.
    case voiding
    case voided
    /// The processor will not do what was decided: a person is told.
    case failed

    package var isEnd: Bool { self == .captured || self == .voided || self == .failed }
}
