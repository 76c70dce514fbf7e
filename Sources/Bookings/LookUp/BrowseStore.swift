import Postgres

/// SQL of the staff's look through `bookings` and `booking_events`.
enum BrowseStore {
    static func page(_ conditions: [SQL], _ order: BookingOrder, after place: BookingPlace?, limit: Int) -> SQL {
        var conditions = conditions
        let ordering: SQL
        switch order {
        case .newest:
            if let place { conditions.append("b.booking_id < \(place.id)") }
            ordering = "b.booking_id desc"
        case .oldest:
            if let place { conditions.append("b.booking_id > \(place.id)") }
            ordering = "b.booking_id"
        case .checkIn:
            if let place { conditions.append("(b.check_in, b.booking_id) > (\(place.checkIn), \(place.id))") }
            ordering = "b.check_in, b.booking_id"
        case .lastCheckIn:
            if let place { conditions.append("(b.check_in, b.booking_id) < (\(place.checkIn), \(place.id))") }
            ordering = "b.check_in desc, b.booking_id desc"
        }
        let condition: SQL = conditions.isEmpty ? "true" : conditions.joined(separator: " and ")
        return """
            select \(fragment: BookingStore.columns) from bookings b
             where \(fragment: condition) order by \(fragment: ordering) limit \(limit)
            """
    }

    /// Time moves a booking on before anybody tidies it up.
    static func seen(as state: BookingState) -> SQL {
        let stored: SQL = "b.state = \(state.rawValue)"
        switch state {
        case .held, .pendingPayment: return "(\(fragment: stored) and b.space_expires_at > clock_timestamp())"
        case .confirmed: return "(\(fragment: stored) and b.ends_at > clock_timestamp())"
        case .expired:
            return """
                (\(fragment: stored)
                 or (b.state in ('held', 'pending_payment') and b.space_expires_at <= clock_timestamp()))
                """
        case .completed:
            return "(\(fragment: stored) or (b.state = 'confirmed' and b.ends_at <= clock_timestamp()))"
        default: return stored
        }
    }

    static func steps(_ id: BookingID) -> SQL {
        """
        select sequence, action, from_state, to_state, actor, request_id, recorded_at, reason_sealed
          from booking_events
         where booking_id = \(id.uuid) order by sequence
        """
    }

    static let any: SQL = "select booking_id from bookings limit 1"
}
