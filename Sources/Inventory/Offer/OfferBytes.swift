import Foundation
import Pricing
import Vocabulary

/// The fixed fields of an offer, network byte order.
struct OfferWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(_ offer: Offer) {
        append(offer.hotel.uuid)
        append(Int32(clamping: offer.dates.checkIn.daysSinceEpoch))
        append(UInt8(offer.dates.nightCount))
        append(UInt8(offer.rooms.count))
        for room in offer.rooms {
            append(room.roomType.uuid)
            append(room.ratePlan.uuid)
            append(UInt8(room.occupancy.adults))
            append(UInt8(room.occupancy.childAges.count))
            for age in room.occupancy.childAges { append(UInt8(age)) }
        }
        append(Int64(offer.total.minor))
        bytes += Array(offer.total.currency.code.utf8)
        append(Int64(offer.expiresAt.timeIntervalSince1970))
    }

    private mutating func append(_ uuid: UUID) { bytes += uuid.bytes }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes += $0 }
    }
}

/// Reads what `OfferWriter` wrote; nil for anything else.
struct OfferReader {
    private var bytes: ArraySlice<UInt8>

    init(bytes: [UInt8]) { self.bytes = bytes[...] }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func byte() -> UInt8? { bytes.popFirst() }

    mutating func offer() -> Offer? {
        guard let hotel = uuid(), let checkIn = integer(Int32.self), let nights = byte(), let roomCount = byte() else {
            return nil
        }
        let first = CalendarDate(daysSinceEpoch: Int(checkIn))
        guard let dates = try? StayDates(checkIn: first, checkOut: first.adding(days: Int(nights))),
            (1...StayRequest.roomsMax).contains(Int(roomCount))
        else { return nil }
        var rooms: [Offer.Room] = []
        for _ in 0..<roomCount {
            guard let room = room() else { return nil }
            rooms.append(room)
        }
        guard let minor = integer(Int64.self), let letters = take(3),
            let currency = CurrencyCode(String(decoding: letters, as: UTF8.self)), let expiry = integer(Int64.self)
        else { return nil }
        return Offer(
            hotel: HotelID(hotel), dates: dates, rooms: rooms, total: Money(minor: Int(minor), currency),
            expiresAt: Date(timeIntervalSince1970: TimeInterval(expiry)))
    }

    private mutating func room() -> Offer.Room? {
        guard let roomType = uuid(), let plan = uuid(), let adults = byte(), let children = byte(),
            let ages = take(Int(children)),
            let occupancy = try? Occupancy(adults: Int(adults), childAges: ages.map(Int.init))
        else { return nil }
        return Offer.Room(roomType: RoomTypeID(roomType), ratePlan: RatePlanID(plan), occupancy: occupancy)
    }

    private mutating func uuid() -> UUID? { take(16).map { UUID(bytes: $0) } }

    private mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
        take(MemoryLayout<Value>.size).map { $0.reduce(0) { $0 << 8 | Value($1) } }
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard bytes.count >= count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }
}

extension UUID {
    /// From sixteen bytes; what is missing is zero.
    fileprivate init(bytes: some Sequence<UInt8>) {
        var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &value) { target in
            for (index, byte) in zip(target.indices, bytes) { target[index] = byte }
        }
        self.init(uuid: value)
    }
}
