import Bookings

/// Whether what a payment is for still waits for it: the booking itself, or a change of it.
enum PaidFor: Hashable, Sendable {
    case waiting
    /// It counts already, or will not come to anything.
    case over

    init(_ dated: DatedBooking, _ amendment: Amendment?) {
        guard let amendment else {
            self = dated.state == .pendingPayment ? .waiting : .over
            return
        }
        let isWaiting =
            dated.state == .confirmed && amendment.sequence == dated.booking.sequence
            && amendment.state(at: dated.instant) == .pending
        self = isWaiting ? .waiting : .over
    }
}

/// What follows from where a payment stands here, where it stands at the processor, and where what it is for
/// stands: pure, and the only place that decides it.
enum SettlePlan: Hashable, Sendable {
    /// Nothing new: the traveller or the processor is at it.
    case wait
    /// The amount is reserved: sell the rooms, and take it if they are still there.
    case sell
    /// The booking is over: let go of what is reserved.
    case letGo
    /// The processor will take nothing more: the booking ends.
    case giveUp
    case noteCaptured
    case noteVoided
    /// What was decided is not what happened.
    case callPerson(PersonFor)

    init(_ state: PaymentState, _ seen: StripeIntent.Status, for paid: PaidFor) {
        switch (state, seen) {
        case (.asked, .canceled), (.open, .canceled): self = .giveUp
        case (.asked, .requiresCapture), (.open, .requiresCapture):
            self = paid == .waiting ? .sell : .letGo
        case (.asked, .succeeded), (.open, .succeeded):
            // Taken by somebody else than us.
            self = paid == .waiting ? .sell : .callPerson(.takenWithoutBooking)
        case (.asked, _), (.open, _): self = paid == .waiting ? .wait : .letGo
        case (.capturing, .succeeded): self = .noteCaptured
        case (.capturing, .canceled): self = .callPerson(.bookingWithoutMoney)
        case (.voiding, .canceled): self = .noteVoided
        case (.voiding, .succeeded): self = .callPerson(.takenWithoutBooking)
        case (.capturing, _), (.voiding, _), (.captured, _), (.voided, _), (.failed, _): self = .wait
        }
    }
}

/// What a person is asked to look at. Stored as its raw value.
package enum PersonFor: String, CaseIterable, Hashable, Sendable {
    /// The processor holds money of a booking that came to nothing.
    case takenWithoutBooking = "taken_without_booking"
    /// The booking stands, and the processor let go of its money.
    case bookingWithoutMoney = "booking_without_money"
    /// The processor took another amount than was asked.
    case amountDiffers = "amount_differs"
    /// Nobody could be asked for long.
    case unreachable
    /// The money was taken, and what the processor kept of it was not told for long.
    case feeUnknown = "fee_unknown"
    /// The processor says no to what has to be done.
    case refused
    /// The partner's key opens nothing any more, or there is none.
    case keyRefused = "key_refused"
    /// The money came back from the traveller's bank.
    case refundFailed = "refund_failed"
    /// The traveller's bank has the money until it has decided, and nothing is given back meanwhile.
    case disputed
    /// The traveller's bank wants to hear the site's side, until a certain day.
    case answerDispute = "answer_dispute"
    /// The processor has had a refund for longer than banks take.
    case refundPending = "refund_pending"
}
