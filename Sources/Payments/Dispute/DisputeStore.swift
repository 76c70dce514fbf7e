import Bookings
import Foundation
import Postgres
import Vocabulary

/// SQL on `disputes`.
enum DisputeStore {
    private static let columns: SQL = """
        d.dispute_id, d.payment_id, d.booking_id, d.processor_name, d.state, d.reason, d.amount_minor, d.currency,
        d.answer_by, d.opened_at, d.closed_at
        """

    static func find(processorName: String) -> SQL {
        "select \(fragment: columns) from disputes d where d.processor_name = \(processorName)"
    }

    static func told(_ id: DisputeID) -> SQL {
        """
        select \(fragment: columns), b.reference from disputes d join bookings b on b.booking_id = d.booking_id
         where d.dispute_id = \(id.uuid)
        """
    }

    /// Those of these names that are known here.
    static func known(_ names: [String]) -> SQL {
        "select \(fragment: columns) from disputes d where d.processor_name = any(\(names))"
    }

    /// Of these payments, those that are ours: an account may take money for others, too.
    static func ours(_ intents: [String]) -> SQL {
        "select p.intent from payments p where p.intent = any(\(intents))"
    }

    /// A row where something was paid that can still be disputed.
    static func isPossible(days: Int) -> SQL {
        """
        select true as is_possible from payments p
         where p.state = 'captured' and p.captured_at >= clock_timestamp() - make_interval(days => \(Int32(days)))
         limit 1
        """
    }

    /// Of a booking, what banks took back for good and what they withhold. Behind its row.
    static func sums(_ booking: BookingID) -> SQL {
        """
        select coalesce(sum(d.amount_minor) filter (where d.state = 'lost'), 0)::bigint as lost_minor,
               coalesce(sum(d.amount_minor) filter (where d.state = 'open'), 0)::bigint as open_minor,
               coalesce(bool_or(d.state in ('won', 'lost')), false) as is_decided
          from disputes d where d.booking_id = \(booking.uuid)
        """
    }

    /// A payment and its booking have so much less to give back from. After `put`.
    static func count(_ payment: Payment) -> [SQL] {
        let isGone: SQL = "d.state in ('open', 'lost')"
        return [
            """
            update payments p set disputed_minor = (
                     select coalesce(sum(d.amount_minor), 0) from disputes d
                      where d.payment_id = p.payment_id and \(fragment: isGone)), changed_at = clock_timestamp()
             where p.payment_id = \(payment.id.uuid)
            """,
            """
            update bookings b set disputed_minor = (
                     select coalesce(sum(d.amount_minor), 0) from disputes d
                      where d.booking_id = b.booking_id and \(fragment: isGone)), changed_at = clock_timestamp()
             where b.booking_id = \(payment.booking.uuid)
            """,
        ]
    }

    /// Of a booking, the last first.
    static func list(_ booking: BookingID) -> SQL {
        """
        select \(fragment: columns) from disputes d where d.booking_id = \(booking.uuid)
         order by d.dispute_id desc limit \(Int32(PaymentStore.perBookingMax))
        """
    }

    /// Anew, or as it stands now; the booking's row is held by then.
    static func put(_ dispute: Dispute, tenant: TenantID) -> SQL {
        """
        insert into disputes
          (tenant_id, dispute_id, payment_id, booking_id, processor_name, state, reason, amount_minor, currency,
           answer_by, opened_at, closed_at)
        values (\(tenant), \(dispute.id.uuid), \(dispute.payment.uuid), \(dispute.booking.uuid),
                \(dispute.processorName), \(dispute.state.rawValue), \(dispute.reason), \(dispute.amount.minor),
                \(dispute.amount.currency), \(dispute.answerBy), \(dispute.openedAt),
                case when \(dispute.state.isEnd) then clock_timestamp() end)
        on conflict on constraint disputes_processor_name do update
          set state = excluded.state,
              -- An inquiry may become a dispute about less.
              amount_minor = case when disputes.state = 'inquiry' then excluded.amount_minor else disputes.amount_minor end, reason = excluded.reason, answer_by = excluded.answer_by,
              closed_at = excluded.closed_at, changed_at = clock_timestamp()
        """
    }
}
