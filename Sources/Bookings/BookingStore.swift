import Foundation
import Inventory
import Postgres
import Pricing
import Tenancy
import Vocabulary

/// SQL on `bookings`, `booking_rooms` and `booking_events`.
enum BookingStore {
    /// With the database's own time, by which every deadline is judged.
    static let columns: SQL = """
        b.booking_id, b.reference, b.state, b.sequence, b.settlement, b.stay, b.paid_minor, b.refunded_minor,
        b.disputed_minor, b.penalty_minor, b.currency, b.locale, b.space_expires_at, b.price_expires_at, b.created_at,
        b.conditions -> 'display' as display, clock_timestamp() as instant
        """

    static let sealedColumns: SQL = """
        b.travellers_sealed, b.email_sealed, b.email_index, b.phone_sealed, b.notes_sealed, b.data_key_number
        """

    /// Whoever changes a booking holds its row first, and the stock's rows after it.
    static func lock(_ id: BookingID, _ proof: ProofCondition) -> SQL {
        """
        select \(fragment: columns) from bookings b
         where b.booking_id = \(id.uuid) and \(fragment: proof.sql)
           for no key update of b
        """
    }

    static func conditions(_ id: BookingID) -> SQL {
        "select b.conditions from bookings b where b.booking_id = \(id.uuid)"
    }

    /// Held against changes, beside others that hold it so.
    static func share(_ id: BookingID) -> SQL {
        "select b.sequence from bookings b where b.booking_id = \(id.uuid) for share of b"
    }

    static func find(_ id: BookingID, _ proof: ProofCondition) -> SQL {
        """
        select \(fragment: columns), \(fragment: sealedColumns) from bookings b
         where b.booking_id = \(id.uuid) and \(fragment: proof.sql)
        """
    }

    /// Both must be right at once, in one statement, so that a wrong one is not told from the other; what
    /// cannot be a reference is looked for all the same.
    static func find(_ reference: BookingReference?, emailIndex: [UInt8]) -> SQL {
        """
        select \(fragment: columns), \(fragment: sealedColumns) from bookings b
         where b.reference = \(reference?.description ?? "") and b.email_index = \(emailIndex)
        """
    }

    /// Newest first; identifiers are in the order of their making.
    static func list(tokenDigests: [[UInt8]], before: BookingID?, limit: Int) -> SQL {
        """
        select \(fragment: columns) from bookings b
          join unnest(\(tokenDigests.map { Data($0) })) as t (digest) on b.access_token_hash = t.digest
         where \(before?.uuid)::uuid is null or b.booking_id < \(before?.uuid)
         order by b.booking_id desc limit \(limit)
        """
    }

    /// Newest first.
    static func list(account: UUID, before: BookingID?, limit: Int) -> SQL {
        """
        select \(fragment: columns) from booking_accounts a
          join bookings b on b.tenant_id = a.tenant_id and b.booking_id = a.booking_id
         where a.account_id = \(account) and (\(before?.uuid)::uuid is null or a.booking_id < \(before?.uuid))
         order by a.booking_id desc limit \(limit)
        """
    }

    /// Of an account: what somebody will stay at, the next first. A hold whose time is over is no trip.
    static func upcoming(account: UUID, limit: Int) -> SQL {
        """
        select \(fragment: columns) from booking_accounts a
          join bookings b on b.tenant_id = a.tenant_id and b.booking_id = a.booking_id
         where a.account_id = \(account) and \(fragment: isUpcoming) order by b.check_in, b.booking_id limit \(limit)
        """
    }

    /// All others of it, the last made first.
    static func past(account: UUID, before: BookingID?, limit: Int) -> SQL {
        """
        select \(fragment: columns) from booking_accounts a
          join bookings b on b.tenant_id = a.tenant_id and b.booking_id = a.booking_id
         where a.account_id = \(account) and not (\(fragment: isUpcoming))
           and (\(before?.uuid)::uuid is null or a.booking_id < \(before?.uuid))
         order by a.booking_id desc limit \(limit)
        """
    }

    private static let isUpcoming: SQL = """
        b.ends_at > clock_timestamp()
        and (b.state in ('authorized', 'supplier_pending', 'supplier_unknown', 'confirmed')
             or (b.state in ('held', 'pending_payment') and b.space_expires_at > clock_timestamp()))
        """

    /// Bookings made as a guest under an address that has now been proved to be the account's.
    static func join(_ account: UUID, emailIndex: [UInt8]) -> SQL {
        """
        insert into booking_accounts (tenant_id, booking_id, account_id)
        select b.tenant_id, b.booking_id, \(account) from bookings b where b.email_index = \(emailIndex)
        on conflict do nothing
        """
    }

    /// A new booking of whoever is signed in.
    static func own(_ id: BookingID, by account: UUID, tenant: TenantID) -> SQL {
        """
        insert into booking_accounts (tenant_id, booking_id, account_id) values (\(tenant), \(id.uuid), \(account))
        """
    }

    static func insert(_ new: NewBooking, tenant: TenantID) throws -> SQL {
        let stay = new.stay
        return """
            insert into bookings
              (tenant_id, booking_id, reference, state, settlement, hotel_id, check_in, check_out, ends_at,
               travellers_sealed, email_sealed, email_index, phone_sealed, notes_sealed, data_key_number,
               stay, conditions, total_minor, currency, definition_version, locale, quote_id, access_token_hash,
               space_expires_at, price_expires_at)
            values
              (\(tenant), \(new.id.uuid), \(new.reference.description), \(BookingState.held.rawValue),
               \(new.settlement.rawValue), \(stay.hotel.uuid), \(stay.dates.checkIn), \(stay.dates.checkOut),
               \(stay.checkOut.instant), \(new.party.travellers), \(new.party.email), \(new.party.emailIndex),
               \(new.party.phone), \(new.party.notes), \(new.party.keyNumber), \(try stay.json()),
               \(try new.conditions.json()), \(stay.price.total.minor), \(stay.currency),
               \(new.conditions.definitionVersion), \(new.locale), \(new.quote), \(new.token.digest),
               \(new.spaceExpiresAt), \(new.priceExpiresAt))
            """
    }

    static func insertRooms(of stay: FrozenStay, booking: BookingID, tenant: TenantID) -> SQL {
        let rooms = stay.rooms
        return """
            insert into booking_rooms
              (tenant_id, booking_id, position, room_type_id, rate_plan_id, occupancy, total_minor, currency)
            select \(tenant), \(booking.uuid), (r.position - 1)::smallint, r.room_type_id, r.rate_plan_id, r.occupancy,
                   r.total_minor, \(stay.currency)
              from unnest(\(rooms.map(\.roomType.uuid)), \(rooms.map(\.ratePlan.uuid)),
                          \(rooms.map(\.occupancy.description)), \(rooms.map(\.price.total.minor)))
                   with ordinality as r (room_type_id, rate_plan_id, occupancy, total_minor, position)
            """
    }

    /// Only from the state and sequence that the change was made of; the row is held by then.
    static func apply(_ change: BookingChange, penalty: Money?) -> SQL {
        """
        update bookings
           set state = \(change.to.rawValue), sequence = \(change.sequence),
               penalty_minor = coalesce(\(penalty?.minor), penalty_minor), changed_at = clock_timestamp()
         where booking_id = \(change.booking.uuid) and state = \(change.from?.rawValue)
           and sequence = \(change.sequence - 1)
        """
    }

    static func insertEvent(
        _ change: BookingChange, _ cause: Cause, _ reason: ChangeReason.Sealed?, tenant: TenantID
    ) -> SQL {
        """
        insert into booking_events
          (tenant_id, booking_id, sequence, action, from_state, to_state, actor, request_id, reason_sealed,
           data_key_number)
        values (\(tenant), \(change.booking.uuid), \(change.sequence), \(change.verb), \(change.from?.rawValue),
                \(change.to.rawValue), \(cause.actor.name), \(cause.requestID), \(reason?.bytes),
                \(reason.map { Int32($0.keyNumber) }))
        """
    }

    static func events(_ id: BookingID) -> SQL {
        """
        select sequence, action, from_state, to_state, actor, recorded_at from booking_events
         where booking_id = \(id.uuid) order by sequence
        """
    }
}

/// What a hold writes.
struct NewBooking: Sendable {
    let id: BookingID
    let reference: BookingReference
    let token: AccessToken
    let settlement: Settlement
    let stay: FrozenStay
    let party: SealedParty
    let conditions: BookingConditions
    let locale: LocaleTag
    let quote: UUID?
    let spaceExpiresAt: Date
    let priceExpiresAt: Date
}
