import Bookings
import Foundation
import Postgres
import Vocabulary

/// SQL on `refunds`.
enum RefundStore {
    /// As `Refund` reads them.
    static let columns: SQL = """
        r.refund_id, r.payment_id, r.booking_id, r.state, r.amount_minor, r.currency, r.cause, r.actor,
        r.processor_name, r.failure, r.looks, r.person_for, r.created_at, r.settled_at
        """

    static func insert(_ new: NewRefund, tenant: TenantID) -> SQL {
        """
        insert into refunds
          (tenant_id, refund_id, payment_id, booking_id, state, amount_minor, currency, cause, actor, reason_sealed,
           data_key_number, look_at)
        values (\(tenant), \(new.id.uuid), \(new.payment.uuid), \(new.booking.uuid), 'asked', \(new.amount.minor),
                \(new.amount.currency), \(new.cause.rawValue), \(new.actor), \(new.reason?.bytes),
                \(new.reason.map { Int32($0.keyNumber) }),
                clock_timestamp() + make_interval(secs => \(Int32(ChasePlan.firstSeconds))))
        """
    }

    /// One that the processor never sees: somebody of the staff has brought it already.
    static func brought(_ new: NewRefund, tenant: TenantID) -> SQL {
        """
        insert into refunds
          (tenant_id, refund_id, payment_id, booking_id, state, amount_minor, currency, cause, actor, reason_sealed,
           data_key_number, settled_at)
        values (\(tenant), \(new.id.uuid), \(new.payment.uuid), \(new.booking.uuid), 'succeeded', \(new.amount.minor),
                \(new.amount.currency), \(new.cause.rawValue), \(new.actor), \(new.reason?.bytes),
                \(new.reason.map { Int32($0.keyNumber) }), clock_timestamp())
        """
    }

    static func find(_ id: RefundID) -> SQL {
        "select \(fragment: columns) from refunds r where r.refund_id = \(id.uuid)"
    }

    static func find(processorName: String) -> SQL {
        "select \(fragment: columns) from refunds r where r.processor_name = \(processorName)"
    }

    /// Of these, those that had left.
    static func succeeded(_ names: [String]) -> SQL {
        "select r.refund_id from refunds r where r.processor_name = any(\(names)) and r.state = 'succeeded'"
    }

    static func known(_ names: [String]) -> SQL {
        "select r.processor_name from refunds r where r.processor_name = any(\(names))"
    }

    /// Behind its booking's row.
    static func lock(_ id: RefundID) -> SQL {
        "select \(fragment: columns) from refunds r where r.refund_id = \(id.uuid) for no key update of r"
    }

    /// Of a booking, the last first.
    static func list(_ booking: BookingID) -> SQL {
        """
        select \(fragment: columns) from refunds r where r.booking_id = \(booking.uuid)
         order by r.refund_id desc limit \(Int32(PaymentStore.perBookingMax))
        """
    }

    /// The bank has decided, or somebody gave it back otherwise. What a dispute stopped waits for nobody, or, where some of it stays owed, for somebody to
    /// find another way; where nothing is owed any more, that is over for what came back before, too.
    static func decided(_ booking: BookingID, isOwed: Bool, isAnythingOwed: Bool) -> SQL {
        let next = isOwed ? PersonFor.refundFailed.rawValue : nil
        return """
            update refunds
               set person_for = \(next), person_since = case when \(isOwed) then person_since end,
                   changed_at = clock_timestamp()
             where booking_id = \(booking.uuid) and person_for is distinct from \(next)
               and (person_for = \(PersonFor.disputed.rawValue)
                    or not \(isAnythingOwed) and person_for = \(PersonFor.refundFailed.rawValue) and cause <> 'goodwill')
            """
    }

    /// What of a booking came back and somebody finds another way for, or has found: less what they gave back since.
    static func waiting(_ booking: BookingID) -> SQL {
        """
        select greatest(0, coalesce(sum(r.amount_minor) filter (
                             where r.state = 'failed' and r.cause <> 'goodwill'
                               and r.failure <> all(\(SettleRefund.disputed.sorted()))), 0)
                           - coalesce(sum(r.amount_minor) filter (
                               where r.state <> 'failed' and r.cause = 'owed' and r.actor <> 'system'), 0))::bigint
               as waiting_minor
          from refunds r where r.booking_id = \(booking.uuid)
        """
    }

    static func due(lateSeconds: Int, limit: Int) -> SQL {
        LookClock.due(.refunds, lateSeconds: lateSeconds, limit: limit)
    }

    /// The payment that a refund is of, as `Payment` reads it.
    static func paymentOf(_ id: RefundID) -> SQL {
        """
        select \(fragment: PaymentStore.columns) from payments p
         where p.payment_id = (select r.payment_id from refunds r where r.refund_id = \(id.uuid))
        """
    }

    /// The processor has it.
    static func pending(_ id: RefundID, name: String) -> SQL {
        """
        update refunds set state = 'pending', processor_name = coalesce(processor_name, \(name)),
               changed_at = clock_timestamp()
         where refund_id = \(id.uuid) and state = 'asked'
        """
    }

    static func move(
        _ id: RefundID, to state: Refund.State, name: String?, failure: String?, personFor: PersonFor?,
        lookSeconds: Int?
    ) -> SQL {
        """
        update refunds
           set state = \(state.rawValue), processor_name = coalesce(processor_name, \(name)), failure = \(failure),
               looks = 0, look_at = clock_timestamp() + make_interval(secs => \(lookSeconds.map { Int32($0) })::integer),
               person_for = \(personFor?.rawValue),
               person_since = case when \(personFor != nil) then clock_timestamp() end,
               settled_at = case when \(state.isEnd) then clock_timestamp() end, changed_at = clock_timestamp()
         where refund_id = \(id.uuid)
        """
    }

    static func looked(_ id: RefundID, againSeconds: Int, personFor: String?) -> SQL {
        LookClock.looked(.refunds, id.uuid, againSeconds: againSeconds, personFor: personFor)
    }
}

/// What is written of a refund that is promised.
struct NewRefund: Sendable {
    let id: RefundID
    let payment: PaymentID
    let booking: BookingID
    let amount: Money
    let cause: Refund.Cause
    let actor: String
    let reason: ChangeReason.Sealed?
}
