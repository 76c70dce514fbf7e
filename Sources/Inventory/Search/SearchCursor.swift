import Foundation

/// The place after which the next page begins: the sort's key and the hotel, which makes it unique.
///
/// A position, not an offset: hotels that appear or sell out meanwhile neither repeat nor skip others.
package struct SearchCursor: Hashable, Sendable, Comparable, CustomStringConvertible, LosslessStringConvertible {
    package let sort: SearchQuery.Sort
    /// Smaller comes first; where more is better it is negated.
    let key: Int
    let hotel: HotelID

    init(sort: SearchQuery.Sort, key: Int, hotel: HotelID) {
        self.sort = sort
        self.key = key
        self.hotel = hotel
    }

    /// Opaque to clients: base64url of `sort:key:hotel`.
    package var description: String { Data("\(sort.rawValue):\(key):\(hotel.uuid.uuidString)".utf8).base64URL }

    package init?(_ description: String) {
        guard let data = Data(base64URL: description) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let sort = SearchQuery.Sort(rawValue: String(parts[0])), let key = Int(parts[1]),
            let hotel = UUID(uuidString: String(parts[2]))
        else { return nil }
        self.init(sort: sort, key: key, hotel: HotelID(hotel))
    }

    package static func < (left: SearchCursor, right: SearchCursor) -> Bool {
        left.key == right.key ? left.hotel < right.hotel : left.key < right.key
    }
}

extension Data {
    /// RFC 4648 §5 without padding.
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    init?(base64URL text: String) {
        guard text.utf8.allSatisfy({ $0.isBase64URL }), text.utf8.count % 4 != 1 else { return nil }
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        self.init(base64Encoded: standard + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4))
    }
}

extension UInt8 {
    fileprivate var isBase64URL: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
