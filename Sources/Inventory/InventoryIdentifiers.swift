package import Foundation

/// The names of things on sale. Separate types, so that a hotel is never looked up by a room's name.
package struct HotelID: Hashable, Sendable, Comparable {
    package let uuid: UUID
    package init(_ uuid: UUID) { self.uuid = uuid }
    package static func < (left: HotelID, right: HotelID) -> Bool {
        left.uuid.words < right.uuid.words
    }
}

package struct RoomTypeID: Hashable, Sendable {
    package let uuid: UUID
    package init(_ uuid: UUID) { self.uuid = uuid }
}

package struct RatePlanID: Hashable, Sendable {
    package let uuid: UUID
    package init(_ uuid: UUID) { self.uuid = uuid }
}

package struct PolicyID: Hashable, Sendable {
    package let uuid: UUID
    package init(_ uuid: UUID) { self.uuid = uuid }
}

extension UUID {
    /// The sixteen bytes in the order in which PostgreSQL compares them.
    var bytes: [UInt8] { withUnsafeBytes(of: uuid) { Array($0) } }

    /// The same as two numbers, which compare as the bytes do.
    var words: (UInt64, UInt64) {
        withUnsafeBytes(of: uuid) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }
}
