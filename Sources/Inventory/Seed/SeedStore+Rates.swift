import Foundation
import Postgres
import Pricing
import Vocabulary

/// Policies, plans and charges of a composed catalogue.
extension SeedStore {
    /// The same tenant always has the same policies.
    private func identifier(_ policy: SeedPolicy) -> UUID {
        var random = SeedRandom("\(tenant)/policy/\(policy.rawValue)")
        return random.identifier()
    }

    var policies: SQL {
        let policies = SeedPolicy.allCases
        return """
            insert into cancellation_policies (tenant_id, policy_id, code)
            select \(tenant), * from unnest(\(policies.map(identifier)), \(policies.map(\.rawValue)))
            on conflict do nothing
            """
    }

    var policyWindows: SQL {
        let rows = SeedPolicy.allCases.flatMap { policy in
            policy.windows.enumerated().map { (policy: identifier(policy), position: $0, window: $1) }
        }
        return """
            insert into cancellation_windows (tenant_id, policy_id, position, days_before, local_time, hours_before,
                                              penalty_kind, penalty_value)
            select \(tenant), w.policy_id, w.position, w.days, make_time(w.hour, 0, 0), w.hours, w.kind, w.value
              from unnest(
                \(rows.map(\.policy)), \(rows.map(\.position))::smallint[],
                \(rows.map(\.window.daysBefore))::smallint[],
                \(rows.map(\.window.localHour))::integer[], \(rows.map(\.window.hoursBefore))::smallint[],
                \(rows.map(\.window.penalty)), \(rows.map(\.window.value)))
                as w (policy_id, position, days, hour, hours, kind, value)
            on conflict do nothing
            """
    }

    var ratePlans: SQL {
        let rows = hotels.flatMap(\.rooms).flatMap { room in
            room.plans.enumerated().map { (room: room, position: $0, plan: $1, source: room.plans[0].id) }
        }
        return """
            insert into rate_plans (tenant_id, rate_plan_id, room_type_id, policy_id, rates_of, derive_basis_points,
                                    derive_minor, position, board, refundable, payable, currency, adults_included,
                                    extra_adult_minor)
            select \(tenant), p.*, e.payable, \(currency.code), e.adults, e.extra
              from unnest(
                \(rows.map(\.plan.id)), \(rows.map(\.room.id)), \(rows.map { identifier($0.plan.policy) }),
                \(rows.map(\.source)), \(rows.map(\.plan.deriveBasisPoints))::integer[],
                \(rows.map(\.plan.deriveMinor)),
                \(rows.map(\.position))::smallint[], \(rows.map(\.plan.board.rawValue)),
                \(rows.map(\.plan.policy.isRefundable)))
                as p (rate_plan_id, room_type_id, policy_id, rates_of, basis_points, minor, position, board, refundable)
              join unnest(
                \(rows.map(\.plan.id)), \(rows.map { min(2, $0.room.kind.adultsMax) })::smallint[],
                \(rows.map(\.room.extraAdultMinor)), \(rows.map(\.plan.payable.rawValue)))
                as e (plan, adults, extra, payable) on e.plan = p.rate_plan_id
            on conflict do nothing
            """
    }

    /// Small children sleep free, older ones for a part of the price.
    var childBands: SQL {
        """
        insert into child_bands (tenant_id, hotel_id, age_from, age_to, price_minor)
        select \(tenant), h.hotel_id, b.age_from, b.age_to, case when b.age_from = 0 then 0 else h.price end
          from unnest(\(hotels.map(\.id)), \(hotels.map(\.childMinor))) as h (hotel_id, price),
               (values (0::smallint, 5::smallint), (6::smallint, 12::smallint)) as b (age_from, age_to)
        on conflict do nothing
        """
    }

    var charges: SQL {
        let fees = hotels.filter { $0.resortFeeMinor > 0 }
        return """
            insert into hotel_charges (tenant_id, hotel_id, code, kind, basis, value, included, payable)
            select \(tenant), t.hotel_id, t.code, 'tax', 'percent', t.basis_points, t.included, 'at_property'
              from unnest(
                \(hotels.map(\.id)), \(hotels.map(\.city.country.taxCode)),
                \(hotels.map(\.city.country.taxBasisPoints)),
                \(hotels.map(\.city.country.isTaxIncluded))) as t (hotel_id, code, basis_points, included)
             where t.basis_points > 0
            union all
            select \(tenant), f.hotel_id, 'resort_fee', 'fee', 'per_room_night', f.value, false, 'at_property'
              from unnest(\(fees.map(\.id)), \(fees.map(\.resortFeeMinor))) as f (hotel_id, value)
            on conflict do nothing
            """
    }
}
