import Bookings
import Foundation
import Postgres
import Vocabulary

/// SQL on `payments`.
enum PaymentStore {
    /// As `Payment` reads them.
    static let columns: SQL = """
        p.payment_id, p.booking_id, p.amendment_id, p.state, p.amount_minor, p.currency, p.captured_minor, p.refunded_minor,
        p.disputed_minor, p.intent, p.charge, p.method_kind, p.method_digits, p.decline, p.is_authorized,
        p.state = 'captured' and p.fee_minor is null and p.look_at is not null as is_fee_awaited, p.looks, p.person_for,
        p.created_at, p.captured_at, p.customer_id, p.card_id, p.card_try, p.saving_agreed_at, p.saving_barred, (
          select c.account_id from processor_customers c
           where c.tenant_id = p.tenant_id and c.customer_id = p.customer_id) as chooser_id
        """

    /// Nothing is returned where another one of the booking is on its way.
    static func insert(
        _ id: PaymentID, of booking: BookingID, for amendment: AmendmentID?, _ amount: Money, tenant: TenantID
    ) -> SQL {
        """
        insert into payments (tenant_id, payment_id, booking_id, amendment_id, state, amount_minor, currency, look_at)
        values (\(tenant), \(id.uuid), \(booking.uuid), \(amendment?.uuid), 'asked', \(amount.minor), \(amount.currency),
                clock_timestamp() + make_interval(secs => \(Int32(ChasePlan.firstSeconds))))
        on conflict (tenant_id, booking_id) where state in ('asked', 'open', 'capturing', 'voiding') do nothing
        returning payment_id
        """
    }

    static func find(_ id: PaymentID) -> SQL {
        "select \(fragment: columns) from payments p where p.payment_id = \(id.uuid)"
    }

    /// When the first of a site's payments was taken; no row where none was.
    static let firstCapture: SQL = """
        select p.captured_at from payments p where p.state = 'captured' order by p.payment_id limit 1
        """

    static func find(intent: String) -> SQL {
        "select \(fragment: columns) from payments p where p.intent = \(intent)"
    }

    /// Behind the booking's row, which whoever writes here holds.
    static func lock(_ id: PaymentID) -> SQL {
        "select \(fragment: columns) from payments p where p.payment_id = \(id.uuid) for no key update of p"
    }

    /// Of a booking, the last first.
    static func list(_ booking: BookingID) -> SQL {
        """
        select \(fragment: columns) from payments p
         where p.booking_id = \(booking.uuid) order by p.payment_id desc limit \(Int32(perBookingMax))
        """
    }

    /// Those of a booking that are not over, or that hold money.
    static func lockOf(_ booking: BookingID) -> SQL {
        """
        select \(fragment: columns) from payments p
         where p.booking_id = \(booking.uuid) and p.state not in ('voided', 'failed')
         order by p.payment_id desc for no key update of p
        """
    }

    static let perBookingMax = 100

    /// What nobody has looked at in time, the longest first.
    static func due(lateSeconds: Int, limit: Int) -> SQL {
        LookClock.due(.payments, lateSeconds: lateSeconds, limit: limit)
    }

    /// What the processor told, and what follows from it. The clock of looking starts anew with another state.
    static func move(_ payment: Payment, to state: PaymentState, _ seen: SeenIntent, lookSeconds: Int?) -> SQL {
        """
        update payments
           set state = \(state.rawValue), intent = coalesce(intent, \(seen.intent)),
               charge = coalesce(\(seen.charge), charge), method_kind = coalesce(\(seen.card?.kind), method_kind),
               method_digits = coalesce(\(seen.card?.digits), method_digits), decline = \(seen.decline),
               is_authorized = is_authorized or \(seen.isAuthorized), captured_minor = \(seen.captured.minor),
               captured_at = case when \(state == .captured) then coalesce(captured_at, clock_timestamp()) end,
               fee_minor = \(seen.fee?.minor), fee_currency = \(seen.fee?.currency.code), looks = 0,
               look_at = clock_timestamp() + make_interval(secs => \(lookSeconds.map { Int32($0) })::integer),
               person_for = \(seen.personFor),
               person_since = case when \(seen.personFor != nil) then clock_timestamp() end,
               changed_at = clock_timestamp()
         where payment_id = \(payment.id.uuid)
        """
    }

    /// Looked at, and no further.
    static func looked(_ id: PaymentID, againSeconds: Int, personFor: String?) -> SQL {
        LookClock.looked(.payments, id.uuid, againSeconds: againSeconds, personFor: personFor)
    }

    /// The processor told what it kept: nobody waits for it any more.
    static func feeKnown(_ id: PaymentID, _ fee: Money) -> SQL {
        """
        update payments
           set fee_minor = \(fee.minor), fee_currency = \(fee.currency.code), looks = 0, look_at = null,
               person_for = null, person_since = null, changed_at = clock_timestamp()
         where payment_id = \(id.uuid) and state = 'captured' and fee_minor is null
        """
    }

    /// To be let go, because the booking is over.
    static func void(_ id: PaymentID) -> SQL {
        """
        update payments set state = 'voiding', looks = 0, look_at = clock_timestamp(), changed_at = clock_timestamp()
         where payment_id = \(id.uuid) and state in ('asked', 'open')
        """
    }

    /// How the holder of an account pays it, while nothing is decided. The processor is told of an account where a card
    /// is kept or is to be; once told, it stays told.
    static func choose(
        _ id: PaymentID, card: SavedCardID?, attempt: UUID, saves: Bool, of account: UUID
    ) -> SQL {
        """
        update payments p
           set customer_id = case when \(card != nil || saves) then (
                 select c.customer_id from processor_customers c
                   join payment_accounts a on a.tenant_id = c.tenant_id and a.account_name = c.account_name
                  where c.account_id = \(account)) else p.customer_id end,
               card_id = \(card?.uuid), card_try = \(attempt),
               saving_agreed_at = case when \(saves) then clock_timestamp() end, changed_at = clock_timestamp()
         where p.payment_id = \(id.uuid) and p.state in ('asked', 'open')
        """
    }

    /// Nothing is said of that any more; whose it is at the processor, it stays.
    static func unchoose(_ id: PaymentID) -> SQL {
        """
        update payments set card_id = null, saving_agreed_at = null, changed_at = clock_timestamp()
         where payment_id = \(id.uuid) and customer_id is not null and state in ('asked', 'open')
        """
    }

    /// The card form is shown to `account`, or to a guest: where they are not who agreed to save the card, none is
    /// saved, now or later. Whoever was shown it once may fill it in at any time. What is another account's is shown to
    /// nobody.
    static func shown(_ id: PaymentID, to account: UUID?) -> SQL {
        """
        update payments p set saving_barred = true, saving_agreed_at = null, changed_at = clock_timestamp()
         where p.payment_id = \(id.uuid) and p.state in ('asked', 'open') and not p.saving_barred
           and (p.customer_id is null or p.saving_agreed_at is null and exists (
             select from processor_customers c
              where c.tenant_id = p.tenant_id and c.customer_id = p.customer_id and c.account_id = \(account)))
        """
    }

    /// So much more of it was promised back; below nothing, so much less. Refused by `payments_refunded` where it is
    /// more than was taken.
    static func refund(_ id: PaymentID, _ amount: Money) -> SQL {
        """
        update payments set refunded_minor = refunded_minor + \(amount.minor), changed_at = clock_timestamp()
         where payment_id = \(id.uuid)
        """
    }
}

/// What was seen at the processor, as it is kept.
struct SeenIntent: Sendable {
    var intent: String?
    var charge: String?
    var card: Payment.Card?
    var decline: String?
    var isAuthorized: Bool
    var captured: Money
    var fee: Money?
    var personFor: String?
}
