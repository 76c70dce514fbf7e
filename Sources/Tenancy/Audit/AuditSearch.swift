package import Foundation
package import Postgres
package import Vocabulary

/// What to look for in a trail; what is nil does not matter.
package struct AuditFilter: Hashable, Sendable {
    package var actor: String?
    /// Somebody with an account: what they did or had done, and what was done to their account.
    package var person: UUID?
    /// The beginning of an action: `booking.` finds all that was done to bookings.
    package var action: String?
    package var subjectKind: String?
    package var subjectID: String?
    package var from: Date?
    /// Not included.
    package var until: Date?
    package var isOldestFirst: Bool

    package init(
        actor: String? = nil, person: UUID? = nil, action: String? = nil, subjectKind: String? = nil,
        subjectID: String? = nil,
        from: Date? = nil, until: Date? = nil, isOldestFirst: Bool = false
    ) {
        self.isOldestFirst = isOldestFirst
        self.actor = actor
        self.person = person
        self.action = action
        self.subjectKind = subjectKind
        self.subjectID = subjectID
        self.from = from
        self.until = until
    }

    /// One condition behind `where`.
    fileprivate var condition: SQL {
        var conditions: [SQL] = []
        if let actor { conditions.append("(actor = \(actor) or on_behalf_of = \(actor))") }
        if let person {
            let name = "account:\(person.text)"
            conditions.append(
                """
                (actor = \(name) or on_behalf_of = \(name)
                 or (subject_kind = 'account' and subject_id = \(person.text)))
                """)
        }
        if let action { conditions.append("starts_with(action, \(action))") }
        if let subjectKind { conditions.append("subject_kind = \(subjectKind)") }
        if let subjectID { conditions.append("subject_id = \(subjectID)") }
        if let from { conditions.append("recorded_at >= \(from)") }
        if let until { conditions.append("recorded_at < \(until)") }
        return conditions.isEmpty ? "true" : conditions.joined(separator: " and ")
    }
}

/// An entry as those who may read the trail see it.
package struct AuditLine: Hashable, Sendable {
    package let id: UUID
    package let recordedAt: Date
    package let action: String
    package let actor: String
    package let onBehalf: String?
    package let subjectKind: String?
    package let subjectID: String?
    package let before: JSONText?
    package let after: JSONText?
    package let address: String?
    package let userAgent: String?
    package let requestID: String?
    package let isErased: Bool
    /// Nil for the few seconds until it is sealed.
    package let sealNumber: Int?

    package var place: AuditPlace { AuditPlace(recordedAt: recordedAt, id: id) }

    fileprivate init(_ row: Row) throws {
        id = try row.get("entry_id")
        recordedAt = try row.get("recorded_at")
        action = try row.get("action")
        actor = try row.get("actor")
        onBehalf = try row.get("on_behalf_of")
        subjectKind = try row.get("subject_kind")
        subjectID = try row.get("subject_id")
        before = try row.get("before")
        after = try row.get("after")
        address = try row.get("address")
        userAgent = try row.get("user_agent")
        requestID = try row.get("request_id")
        isErased = try row.get("is_erased")
        sealNumber = try row.get("seal_number")
    }
}

/// Where an entry stands in the order of its trail; as text, the cursor of a page.
package struct AuditPlace: Hashable, Sendable, LosslessStringConvertible {
    let recordedAt: Date
    let id: UUID

    init(recordedAt: Date, id: UUID) {
        self.recordedAt = recordedAt
        self.id = id
    }

    private static let microsecondsPerSecond = 1_000_000.0

    /// `1780315200000000.0190…`: microseconds since 1970, the identifier.
    package init?(_ text: String) {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2, let microseconds = Int(halves[0]), let id = UUID(uuidString: String(halves[1])),
            (0...Self.microsecondsMax).contains(microseconds)
        else { return nil }
        self.init(recordedAt: Date(timeIntervalSince1970: Double(microseconds) / Self.microsecondsPerSecond), id: id)
    }

    /// The year 2242; far below what a double tells apart.
    private static let microsecondsMax = 1 << 53

    package var description: String {
        "\(Int((recordedAt.timeIntervalSince1970 * Self.microsecondsPerSecond).rounded())).\(id.text)"
    }
}

/// Reads a trail, newest first unless the filter says otherwise; `before` is where the page before ended.
package enum AuditSearch {
    package static func page(
        _ filter: AuditFilter, before: AuditPlace? = nil, limit: Int, in scope: TenantScope
    ) async throws -> [AuditLine] {
        try await scope.run(statement(filter, before, limit)).map(AuditLine.init)
    }

    /// The operators' own trail.
    package static func page(
        _ filter: AuditFilter, before: AuditPlace? = nil, limit: Int, in platform: PlatformDatabase
    ) async throws -> [AuditLine] {
        try await platform.run(statement(filter, before, limit)).map(AuditLine.init)
    }

    private static func statement(_ filter: AuditFilter, _ before: AuditPlace?, _ limit: Int) -> SQL {
        let place: SQL =
            before.map {
                filter.isOldestFirst
                    ? "(recorded_at, entry_id) > (\($0.recordedAt), \($0.id))"
                    : "(recorded_at, entry_id) < (\($0.recordedAt), \($0.id))"
            } ?? "true"
        let direction: SQL = filter.isOldestFirst ? "" : "desc"
        return """
            select entry_id, recorded_at, action, actor, on_behalf_of, subject_kind, subject_id, before, after,
                   host(address) as address, user_agent, request_id, erased_by is not null as is_erased, seal_number
              from audit_entries where \(fragment: filter.condition) and \(fragment: place)
             order by recorded_at \(fragment: direction), entry_id \(fragment: direction) limit \(limit)
            """
    }

    /// The last roots of the tenant's chain, newest first: kept elsewhere they hold the past in place.
    package static func roots(before: CalendarDate? = nil, limit: Int, in scope: TenantScope) async throws
        -> [AuditRoot]
    {
        let place: SQL = before.map { "day < \($0)" } ?? "true"
        return try await scope.run(
            """
            select tenant_id, day, number, hash from audit_roots
             where \(fragment: place) order by day desc limit \(limit)
            """
        ).map {
            AuditRoot(
                chain: try $0.get("tenant_id"), day: try $0.get("day"), number: try $0.get("number"),
                hash: try $0.get("hash"))
        }
    }
}
