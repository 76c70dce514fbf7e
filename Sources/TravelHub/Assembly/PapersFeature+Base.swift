import Bookings
import Messaging
import Papers

extension PapersFeature {
    /// What was paid is told by whoever takes the money; until then everything is paid at the property.
    init(_ base: Base, bookings: BookingsFeature, mail: EnqueueMail) {
        self.init(
            paid: .none, press: PaperPress(), bookings: bookings, mail: mail, clock: base.clock,
            identifiers: base.identifiers)
    }
}
