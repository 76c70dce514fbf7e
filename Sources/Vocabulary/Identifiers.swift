package import Foundation

/// A partner of the platform. Every row of a partner's data carries it first.
package struct TenantID: Hashable, Sendable, Codable, CustomStringConvertible {
    package let uuid: UUID

    package init(_ uuid: UUID) { self.uuid = uuid }

    package var description: String { uuid.text }
}

extension UUID {
    /// The lower-case form of RFC 9562 §4, as every answer of ours writes it.
    package var text: String { uuidString.lowercased() }
}

/// Where new identifiers come from. Passed in, so that a test can foresee them.
package struct IdentifierSource: Sendable {
    package let next: @Sendable () -> UUID

    package init(next: @escaping @Sendable () -> UUID) { self.next = next }

    /// UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then randomness,
    /// so that new rows land at the end of an index.
    package static func version7(clock: WallClock) -> IdentifierSource {
        IdentifierSource {
            var generator = SystemRandomNumberGenerator()
            return version7(milliseconds: UInt64(max(0, clock.now().timeIntervalSince1970 * 1000)), using: &generator)
        }
    }

    package static func version7(milliseconds: UInt64, using generator: inout some RandomNumberGenerator) -> UUID {
        let high = generator.next() & 0x0FFF
        let low = (generator.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        let top = (milliseconds << 16) | 0x7000 | high
        func byte(_ word: UInt64, _ index: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        return UUID(
            uuid: (
                byte(top, 0), byte(top, 1), byte(top, 2), byte(top, 3),
                byte(top, 4), byte(top, 5), byte(top, 6), byte(top, 7),
                byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3),
                byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
            )
        )
    }
}
