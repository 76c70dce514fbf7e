import Bookings
import Inventory
import Ledger
import Pricing
import Tenancy
import Vocabulary

extension FrozenBilling {
    /// Of the whole price, at the property or not.
    func platformFee(of stay: FrozenStay) -> Money {
        stay.price.total.share(basisPoints: billing.platformFeeBasisPoints)
    }

    /// Who gets which part of what is paid through us, by what was frozen with the booking. The platform's fee is of
    /// the whole price, at the property or not.
    ///
    /// Throws `LedgerError.badShares`, or `PaymentRowFault` for a booking without the inputs of its price.
    func sale(_ booking: Booking) throws -> Sale { try sale(booking.stay, of: booking.id) }

    /// The same of what a booking was, or would be.
    func sale(_ stay: FrozenStay, of id: BookingID) throws -> Sale {
        guard let shares = stay.shares else { throw PaymentRowFault(column: "stay") }
        return try Sale(
            booking: id.uuid, hotel: stay.hotel.uuid, total: shares.total, supplier: shares.supplier,
            tax: shares.tax, platformFee: platformFee(of: stay))
    }

    func sold(_ booking: Booking) throws -> LedgerEntry {
        try .of(
            .sold(try sale(booking)), key: booking.id.uuid.text, about: LedgerTopic(booking: booking.id.uuid))
    }
}
