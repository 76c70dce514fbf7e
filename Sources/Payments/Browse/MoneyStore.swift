import Foundation
import Postgres
import Vocabulary

/// SQL of the staff's look through `payments`, `refunds` and `disputes` as one list.
enum MoneyStore {
    /// Each side is read in its own index and cut before both are put together.
    static func page(_ filter: MoneyFilter, _ page: RowPage<MoneyOrder>, limit: Int) -> SQL {
        let kinds = MoneyMove.Kind.allCases.filter { filter.kind == nil || filter.kind == $0 }
        let condition = (filter.conditions + [page.condition]).joined(separator: " and ")
        let sides = kinds.map { kind -> SQL in
            """
            (select \(fragment: columns) from (\(fragment: rows(of: kind))) m
              where \(fragment: condition) order by \(fragment: page.ordering) limit \(limit))
            """
        }.joined(separator: " union all ")
        return """
            select \(fragment: columns), b.reference from (\(fragment: sides)) m
              join bookings b on b.booking_id = m.booking_id
             order by \(fragment: page.ordering) limit \(limit)
            """
    }

    /// What all that fit come to, by currency.
    static func sums(_ filter: MoneyFilter) -> SQL {
        let payments: SQL = """
            select 'payment'::text as kind, p.payment_id as move_id, p.booking_id, p.state, p.currency, p.person_since,
                   p.created_at, 1 as payments,
                   p.captured_minor, 0 as refunds, 0::bigint as refunded_minor, 0 as disputes, 0::bigint as disputed_minor
              from payments p
            """
        let refunds: SQL = """
            select 'refund'::text as kind, r.refund_id as move_id, r.booking_id, r.state, r.currency, r.person_since,
                   r.created_at, 0 as payments,
                   0::bigint as captured_minor, 1 as refunds,
                   case when r.state = 'failed' then 0 else r.amount_minor end as refunded_minor, 0 as disputes,
                   0::bigint as disputed_minor
              from refunds r
            """
        let disputes: SQL = """
            select 'dispute'::text as kind, d.dispute_id as move_id, d.booking_id, \(fragment: disputeState) as state,
                   d.currency, \(fragment: disputePersonSince) as person_since, d.created_at, 0 as payments,
                   0::bigint as captured_minor, 0 as refunds, 0::bigint as refunded_minor, 1 as disputes,
                   case when d.state in ('open', 'lost') then d.amount_minor else 0 end as disputed_minor
              from disputes d
            """
        let sides = MoneyMove.Kind.allCases.filter { filter.kind == nil || filter.kind == $0 }.map { kind in
            switch kind {
            case .payment: payments
            case .refund: refunds
            case .dispute: disputes
            }
        }
        let condition = (filter.conditions + ["true"]).joined(separator: " and ")
        return """
            select m.currency, sum(m.payments) as payments, sum(m.captured_minor)::bigint as captured_minor,
                   sum(m.refunds) as refunds, sum(m.refunded_minor)::bigint as refunded_minor,
                   sum(m.disputes) as disputes, sum(m.disputed_minor)::bigint as disputed_minor,
                   count(m.person_since) as waiting
              from (\(fragment: sides.joined(separator: " union all "))) m
             where \(fragment: condition) group by m.currency order by m.currency
            """
    }

    private static let columns: SQL = """
        m.move_id, m.kind, m.payment_id, m.booking_id, m.state, m.amount_minor, m.currency, m.returned_minor, m.cause,
        m.method_kind, m.method_digits, m.fault, m.processor_name, m.person_for, m.person_since, m.created_at,
        m.settled_at
        """

    private static let disputeState: SQL = "case d.state when 'open' then 'withheld' else d.state end"

    /// As long as it can be answered somebody has to, or to let it be.
    private static let disputePersonSince: SQL = """
        case when d.state in ('inquiry', 'open') and d.answer_by > clock_timestamp() then d.created_at end
        """

    private static func rows(of kind: MoneyMove.Kind) -> SQL {
        switch kind {
        case .payment:
            """
            select p.payment_id as move_id, 'payment'::text as kind, p.payment_id, p.booking_id, p.state, p.amount_minor,
                   p.currency, p.refunded_minor as returned_minor, null::text as cause, p.method_kind, p.method_digits,
                   p.decline as fault, p.intent as processor_name, p.person_for, p.person_since, p.created_at,
                   p.captured_at as settled_at
              from payments p
            """
        case .refund:
            """
            select r.refund_id as move_id, 'refund'::text as kind, r.payment_id, r.booking_id, r.state, r.amount_minor,
                   r.currency, null::bigint as returned_minor, r.cause, null::text as method_kind,
                   null::text as method_digits, r.failure as fault, r.processor_name, r.person_for, r.person_since,
                   r.created_at, r.settled_at
              from refunds r
            """
        case .dispute:
            """
            select d.dispute_id as move_id, 'dispute'::text as kind, d.payment_id, d.booking_id,
                   \(fragment: disputeState) as state, d.amount_minor, d.currency, null::bigint as returned_minor,
                   null::text as cause, null::text as method_kind, null::text as method_digits, d.reason as fault,
                   d.processor_name,
                   case when \(fragment: disputePersonSince) is not null
                        then \(PersonFor.answerDispute.rawValue) end as person_for,
                   \(fragment: disputePersonSince) as person_since, d.created_at, d.closed_at as settled_at
              from disputes d
            """
        }
    }

    /// A payment with what only its own page tells.
    static func one(_ id: PaymentID) -> SQL {
        """
        select \(fragment: PaymentStore.columns), p.fee_minor, p.fee_currency, p.look_at, p.person_since, b.reference
          from payments p join bookings b on b.booking_id = p.booking_id
         where p.payment_id = \(id.uuid)
        """
    }

    static func refunds(of id: PaymentID) -> SQL {
        """
        select \(fragment: RefundStore.columns), r.look_at, r.person_since, r.reason_sealed from refunds r
         where r.payment_id = \(id.uuid) order by r.refund_id desc limit \(Int32(PaymentStore.perBookingMax))
        """
    }

    static func payment(of refund: RefundID) -> SQL {
        "select r.payment_id from refunds r where r.refund_id = \(refund.uuid)"
    }
}
