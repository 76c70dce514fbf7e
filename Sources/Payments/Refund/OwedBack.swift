import Bookings
import Foundation
import Ledger
import Postgres
import Vocabulary

/// What the books say of what a booking's traveller is still to get, in minor units. Read under the booking's lock,
/// behind which everything is written that changes it.
struct OwedBack: Sendable {
    let currency: CurrencyCode
    /// Promised, and neither left nor on its way: by policy what a refund that failed did not bring, what a bank
    /// withholds, and nothing else.
    let owed: Int
    /// Promised at the partner's own cost, beyond what the policy gives.
    let grace: Int
    /// Of what was paid, what changes promised back: what they only waived had not been paid.
    let returned: Int
    /// Of what banks took back for good, what was not set against what was owed yet.
    let lost: Int
    /// What banks withhold until they have decided.
    let withheld: Int
    /// A bank has decided about some of it.
    let isDecided: Bool

    /// Two statements; `init(_:_:)` reads their answers.
    static func statements(_ booking: BookingID, _ currency: CurrencyCode, _ ledger: Ledger) -> [SQL] {
        [ledger.kindsStatement(of: .refunds(of: booking.uuid, currency)), DisputeStore.sums(booking)]
    }

    static func nothing(_ currency: CurrencyCode) -> OwedBack {
        OwedBack(currency: currency, owed: 0, grace: 0, returned: 0, lost: 0, withheld: 0, isDecided: false)
    }

    /// What of a refund was promised by grace, in minor units, less what was taken back of that since under its own name.
    struct Grace: Sendable {
        let granted: Int
        let takenBack: Int

        /// `init(_:_:)` reads its answer.
        static func statement(_ refund: Refund, _ ledger: Ledger) -> SQL {
            ledger.kindsStatement(
                of: .refunds(of: refund.booking.uuid, refund.amount.currency), key: refund.id.uuid.text)
        }

        init(_ rows: Rows, _ refund: Refund) throws {
            let kinds = try Ledger.byKind(rows, .refunds(of: refund.booking.uuid, refund.amount.currency))
            granted = kinds[.goodwillGranted] ?? 0
            takenBack = -(kinds[.goodwillSpent] ?? 0)
        }
    }

    /// What becomes of what the policy promises and is not there to be given back: what the bank gave the traveller for
    /// good counts, and so does what they got by grace. What a bank still withholds stays owed.
    func settled(_ missing: Int) -> Settled {
        let offset = min(max(0, missing), max(0, lost))
        let spent = min(max(0, grace), max(0, missing - offset - withheld))
        return Settled(offset: Money(minor: offset, currency), spent: Money(minor: spent, currency))
    }

    struct Settled {
        let offset: Money
        let spent: Money

        /// - Parameter key: what settles it; a booking is settled once by each.
        ///
        /// Throws `LedgerError`.
        func entries(_ booking: BookingID, key: String) throws -> [LedgerEntry] {
            let topic = LedgerTopic(booking: booking.uuid)
            var entries: [LedgerEntry] = []
            if offset.minor > 0 {
                entries.append(try .of(.disputeOffset(booking: booking.uuid, offset), key: key, about: topic))
            }
            if spent.minor > 0 {
                entries.append(try .of(.goodwillSpent(booking: booking.uuid, spent), key: key, about: topic))
            }
            return entries
        }
    }
}

extension OwedBack {
    init(_ rows: ArraySlice<Rows>, _ booking: BookingID, _ currency: CurrencyCode) throws {
        let (books, disputes) = (rows[rows.startIndex], try rows[rows.startIndex + 1].only())
        let kinds = try Ledger.byKind(books, .refunds(of: booking.uuid, currency))
        self.currency = currency
        owed = kinds.values.reduce(0, +)
        grace = (kinds[.goodwillGranted] ?? 0) + (kinds[.goodwillSpent] ?? 0)
        returned = kinds[.bookingChanged] ?? 0
        lost = try disputes.get("lost_minor", as: Int.self) + (kinds[.disputeOffset] ?? 0)
        withheld = try disputes.get("open_minor")
        isDecided = try disputes.get("is_decided")
    }
}
