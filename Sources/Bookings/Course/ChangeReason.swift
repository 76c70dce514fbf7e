package import Postgres
package import Tenancy

/// Why somebody took a step with a booking, in their own words. They may speak of people: the timeline holds them
/// sealed.
package struct ChangeReason: Hashable, Sendable {
    package static let lengthMax = 500
    private static let field = "booking_events.reason"

    package let text: String

    package init(_ text: String) { self.text = text }

    package func sealed(with key: TenantDataKey) throws -> Sealed {
        Sealed(bytes: try key.seal(text, field: Self.field), keyNumber: key.number)
    }

    package struct Sealed: Sendable {
        package let bytes: [UInt8]
        package let keyNumber: Int
    }

    /// Nil for a step that nobody gave a reason for.
    package init?(_ row: Row, _ key: TenantDataKey) throws {
        guard let bytes = try row.get("reason_sealed", as: [UInt8]?.self) else { return nil }
        text = try key.open(bytes, field: Self.field)
    }
}
