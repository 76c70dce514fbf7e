import Ledger
package import Postgres
package import StripeSandbox
package import Tenancy
package import Testing
import Vocabulary

/// What holds of a partner's money whatever was done to it, and, once nothing is on its way any more, of both sides
/// together.
package enum PaidInvariants {
    /// - Parameters:
    ///   - totals: the processor's, by currency in lower case.
    ///   - isQuiet: nothing is on its way.
    package static func check(
        _ scope: TenantScope, _ totals: [String: Totals], isQuiet: Bool = true, _ comment: Comment? = nil
    ) async throws {
        let results = try await scope.run([live, sums, bookings, rooms, sold])
        for (name, rows) in zip(["live", "sums", "bookings", "rooms", "sold"], results) {
            try expectNone(rows, name, comment)
        }
        let balance = try await TrialBalance.read(in: scope)
        #expect(balance.isBalanced, comment)
        guard isQuiet else { return }
        let quiet = try await scope.run([priced, unsettled, owed])
        for (name, rows) in zip(["priced", "unsettled", "owed"], quiet) { try expectNone(rows, name, comment) }
        try await agree(scope, totals, balance, comment)
    }

    private static func expectNone(_ rows: Rows, _ name: String, _ comment: Comment?) throws {
        let faults = try rows.map { try $0.get("fault", as: String.self) }
        #expect(faults.isEmpty, "\(name): \(faults.joined(separator: "; ")) \(comment.map { "\($0)" } ?? "")")
    }

    /// The books and the processor say the same, and nothing is owed to a traveller or by one.
    private static func agree(
        _ scope: TenantScope, _ totals: [String: Totals], _ balance: TrialBalance, _ comment: Comment?
    ) async throws {
        for (code, of) in totals {
            func minor(_ account: AccountCode) -> Int {
                balance.lines.filter { $0.code == account && $0.balance.currency.code.lowercased() == code }
                    .map(\.balance.minor).reduce(0, +)
            }
            #expect(of.balance == of.expectedBalance, comment)
            #expect(minor(.processorBalance) == of.balance, comment)
            #expect(minor(.processorFee) == of.fees, comment)
            #expect(of.authorised == 0, comment)
            #expect(minor(.travellerReceivable) == 0, comment)
        }
        // What the processor has nothing of stands nowhere in the books either: it was turned into another currency.
        for line in balance.lines where totals[line.balance.currency.code.lowercased()] == nil {
            #expect(line.code != .processorBalance || line.balance.minor == 0, comment)
        }
        #expect(balance.lines.allSatisfy { $0.pending.debits == $0.pending.credits }, comment)
    }

    /// What the books owe to a traveller is what the policy gives back, and grace, less what they got from us and, for
    /// good, from a bank. Neither is ever below nothing.
    private static let owed: SQL = """
        select format('%s is %s: %s owed, %s by policy, %s by grace, %s returned, %s by a bank', b.booking_id, b.state,
                      k.owed, p.policy, k.grace, b.refunded_minor, k.by_bank) as fault
          from bookings b
          join (select a.subject_id, -sum(l.amount_minor) as owed,
                       coalesce(-sum(l.amount_minor) filter (where t.kind like 'goodwill.%'), 0) as grace,
                       coalesce(sum(l.amount_minor) filter (where t.kind = 'dispute.offset'), 0) as by_bank
                  from ledger_accounts a
                  join ledger_lines l on l.account_id = a.account_id
                  join ledger_transactions t on t.transaction_id = l.transaction_id
                 where a.code = 'refunds_payable' group by 1) k on k.subject_id = b.booking_id
         cross join lateral (
           select coalesce((select sum((r ->> 'due_now')::bigint) from jsonb_array_elements(b.stay -> 'rooms') r), 0)
                  + coalesce((select sum((d ->> 'kept_now')::bigint)
                                from jsonb_array_elements(b.stay -> 'dropped') d), 0) as due_now) n
         cross join lateral (
           select greatest(0, b.paid_minor - case when b.state = 'cancelled' then least(b.penalty_minor, n.due_now)
                                                  else n.due_now end) as policy) p
         where k.owed <> p.policy + k.grace - b.refunded_minor - k.by_bank or k.owed < 0 or k.grace < 0
        """

    /// At most one payment of a booking is on its way.
    private static let live: SQL = """
        select format('%s has %s payments on their way', booking_id, count(*)) as fault from payments
         where state in ('asked', 'open', 'capturing', 'voiding') group by booking_id having count(*) > 1
        """

    /// A payment's and a booking's sums are those of what was taken and given back.
    private static let sums: SQL = """
        select format('%s: paid %s of %s, refunded %s of %s', b.booking_id, b.paid_minor, coalesce(p.captured, 0),
                      b.refunded_minor, coalesce(r.refunded, 0)) as fault
          from bookings b
          left join (select booking_id, sum(captured_minor) as captured, sum(refunded_minor) as refunded
                       from payments group by 1) p on p.booking_id = b.booking_id
          left join (select booking_id, sum(amount_minor) as refunded from refunds where state <> 'failed' group by 1) r
            on r.booking_id = b.booking_id
         where b.paid_minor <> coalesce(p.captured, 0) or b.refunded_minor <> coalesce(r.refunded, 0)
            or coalesce(p.refunded, 0) <> coalesce(r.refunded, 0)
        """

    /// Nobody has a booking without its money on its way or taken, and nobody's money is kept without one.
    private static let bookings: SQL = """
        select format('%s is %s with a payment that is %s', b.booking_id, b.state, coalesce(p.state, 'none')) as fault
          from bookings b
          left join lateral (select state from payments p where p.booking_id = b.booking_id and p.amendment_id is null
                              order by payment_id desc limit 1) p on true
         where (b.state = 'confirmed' and p.state is distinct from 'captured' and p.state is distinct from 'capturing'
                and p.state is distinct from 'failed')
            or (b.state in ('expired', 'declined', 'sold_out') and p.state in ('captured', 'capturing'))
        """

    /// A booking's rooms sum to it, and say what its stay says.
    private static let rooms: SQL = """
        select format('%s of %s: rooms of %s, %s in the stay', b.booking_id, b.total_minor, r.total, s.rooms) as fault
          from bookings b
          join (select booking_id, sum(total_minor) as total, count(*) filter (where cancelled_at is null) as live
                  from booking_rooms group by 1) r on r.booking_id = b.booking_id
         cross join lateral (select jsonb_array_length(b.stay -> 'rooms') as rooms) s
         where r.total <> b.total_minor or r.live <> s.rooms
        """

    /// Each night's sold rooms are those of the bookings that have it.
    private static let sold: SQL = """
        select format('%s: %s sold, %s booked', n.night, n.sold, coalesce(w.wanted, 0)) as fault
          from room_nights n
          left join (select r.room_type_id, d.night::date as night, count(*) as wanted
                       from bookings b join booking_rooms r on r.booking_id = b.booking_id and r.cancelled_at is null
                      cross join lateral generate_series(b.check_in, b.check_out - 1, interval '1 day') as d (night)
                      where b.state in ('confirmed', 'completed') group by 1, 2) w
            on w.room_type_id = n.room_type_id and w.night = n.night
         where n.sold <> coalesce(w.wanted, 0)
        """

    /// Once nothing is on its way: what was paid and not returned is the price of what is booked.
    private static let priced: SQL = """
        select format('%s: paid %s, %s returned, price %s', b.booking_id, b.paid_minor, coalesce(a.returned, 0), p.now)
                 as fault
          from bookings b
          left join (select c.subject_id as booking_id, -sum(l.amount_minor) as returned
                       from ledger_accounts c
                       join ledger_lines l on l.account_id = c.account_id
                       join ledger_transactions t on t.transaction_id = l.transaction_id
                      where c.code = 'refunds_payable' and t.kind = 'booking.changed' group by 1) a
            on a.booking_id = b.booking_id
         cross join lateral (
           select coalesce((select sum((r ->> 'due_now')::bigint) from jsonb_array_elements(b.stay -> 'rooms') r), 0)
                  + coalesce((select sum((d ->> 'kept_now')::bigint)
                                from jsonb_array_elements(b.stay -> 'dropped') d), 0) as now) p
         where b.state = 'confirmed' and b.paid_minor - coalesce(a.returned, 0) <> p.now
           and not exists (select from payments f where f.booking_id = b.booking_id and f.state = 'failed')
        """

    /// Nothing is on its way, but what a person was told of.
    private static let unsettled: SQL = """
        select format('payment %s is %s', payment_id, state) as fault from payments
         where state in ('asked', 'open', 'capturing', 'voiding') and person_for is null
        union all
        select format('refund %s is %s', refund_id, state) from refunds
         where state in ('asked', 'pending') and person_for is null
        """
}
