/// Where a booking stands. Stored as its raw value.
package enum BookingState: String, Hashable, Sendable, CaseIterable {
    case held
    case pendingPayment = "pending_payment"
    case authorized
    case supplierPending = "supplier_pending"
    /// The supplier did not answer; it is asked again by our own reference, never booked again.
    case supplierUnknown = "supplier_unknown"
    case confirmed
    case completed
    case expired
    case declined
    case soldOut = "sold_out"
    case cancelled
    case failed

    /// Whether rooms are kept for the traveller only until a moment.
    package var hasDeadline: Bool { self == .held || self == .pendingPayment }

    /// Whether nothing leads on from here.
    package var isEnd: Bool { !BookingCourse.table.contains { $0.from == self } }
}

/// What moves a booking on.
package enum BookingAction: String, Hashable, Sendable, CaseIterable {
    case confirm
    case pay
    case cancel
    /// Confirmed once more, otherwise than before.
    case change
    case expire
    case authorize
    case decline
    case submit
    case accept
    case sellOut = "sell_out"
    /// The supplier gave no answer in time.
    case lose
    case fail
    case complete
}

/// How the traveller pays, agreed when the rooms are held.
package enum Settlement: String, Hashable, Sendable, CaseIterable {
    case atProperty = "at_property"
    case online
}
