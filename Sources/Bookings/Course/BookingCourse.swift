/// Every way a booking can go, as one value: what is not here is refused.
package enum BookingCourse {
    package struct Step: Hashable, Sendable {
        package enum Mover: Hashable, Sendable {
            case traveller
            /// Us: payments, suppliers and the clock.
            case house
        }

        package let from: BookingState
        package let action: BookingAction
        package let to: BookingState
        package let mover: Mover
        /// Nil for both ways of paying.
        package let settlement: Settlement?

        init(
            _ from: BookingState, _ action: BookingAction, _ to: BookingState, by mover: Mover,
            only settlement: Settlement? = nil
        ) {
            self.from = from
            self.action = action
            self.to = to
            self.mover = mover
            self.settlement = settlement
        }
    }

    package static let table: [Step] = [
        Step(.held, .confirm, .confirmed, by: .traveller, only: .atProperty),
        Step(.held, .pay, .pendingPayment, by: .traveller, only: .online),
        Step(.held, .cancel, .cancelled, by: .traveller),
        Step(.held, .expire, .expired, by: .house),
        Step(.pendingPayment, .authorize, .authorized, by: .house),
        Step(.pendingPayment, .decline, .declined, by: .house),
        Step(.pendingPayment, .expire, .expired, by: .house),
        Step(.pendingPayment, .cancel, .cancelled, by: .traveller),
        Step(.authorized, .submit, .supplierPending, by: .house),
        Step(.authorized, .sellOut, .soldOut, by: .house),
        Step(.authorized, .fail, .failed, by: .house),
        Step(.supplierPending, .accept, .confirmed, by: .house),
        Step(.supplierPending, .sellOut, .soldOut, by: .house),
        Step(.supplierPending, .lose, .supplierUnknown, by: .house),
        Step(.supplierPending, .fail, .failed, by: .house),
        Step(.supplierUnknown, .accept, .confirmed, by: .house),
        Step(.supplierUnknown, .sellOut, .soldOut, by: .house),
        Step(.supplierUnknown, .fail, .failed, by: .house),
        Step(.confirmed, .cancel, .cancelled, by: .traveller),
        // Agreed anew: its guests hear of it. What may be changed, and until when, is its verb's to say.
        Step(.confirmed, .change, .confirmed, by: .traveller),
        Step(.confirmed, .complete, .completed, by: .house),
    ]

    /// The state that `action` leads to; nil where it is refused.
    package static func next(_ state: BookingState, _ action: BookingAction, _ settlement: Settlement) -> BookingState?
    {
        steps(from: state, settlement).first { $0.action == action }?.to
    }

    /// What the traveller can do, in the order of the table.
    package static func available(in state: BookingState, _ settlement: Settlement) -> [BookingAction] {
        steps(from: state, settlement).filter { $0.mover == .traveller }.map(\.action)
    }

    private static func steps(from state: BookingState, _ settlement: Settlement) -> [Step] {
        table.filter { $0.from == state && ($0.settlement == nil || $0.settlement == settlement) }
    }
}
