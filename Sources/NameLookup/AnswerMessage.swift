internal import CAres

/// The answer section of a DNS message, walked with every length checked (RFC 1035, 4.1).
///
/// c-ares has parsers for some types only; one walk serves all of ours and keeps owners and lifetimes.
struct AnswerMessage {
    struct Record {
        let owner: String
        let type: UInt16
        let secondsToLive: Int
        /// Where its data is in the message: names in it may point elsewhere.
        let data: Range<Int>
    }

    /// Records read of one answer.
    static let recordsMax = 500
    static let headerBytes = 12
    private static let classInternet: UInt16 = 1

    let bytes: UnsafeBufferPointer<UInt8>

    /// Nil for what breaks its own lengths.
    func records() -> [Record]? {
        guard bytes.count >= Self.headerBytes else { return nil }
        var position = Self.headerBytes
        for _ in 0..<number(at: 4) {
            guard let question = name(at: position) else { return nil }
            position = question.end + 4
        }
        var records: [Record] = []
        for _ in 0..<min(Int(number(at: 6)), Self.recordsMax) {
            guard let owner = name(at: position), owner.end + 10 <= bytes.count else { return nil }
            let start = owner.end + 10
            let end = start + Int(number(at: owner.end + 8))
            guard end <= bytes.count else { return nil }
            position = end
            guard number(at: owner.end + 2) == Self.classInternet else { continue }
            let life = Int(number(at: owner.end + 4)) << 16 | Int(number(at: owner.end + 6))
            records.append(
                Record(
                    owner: owner.text.lowercased(), type: number(at: owner.end), secondsToLive: life, data: start..<end)
            )
        }
        return records
    }

    /// A name, its pointers followed, and where the reader goes on.
    func name(at position: Int) -> (text: String, end: Int)? {
        guard position < bytes.count, let base = bytes.baseAddress else { return nil }
        var text: UnsafeMutablePointer<CChar>?
        var length = 0
        guard ares_expand_name(base + position, base, Int32(bytes.count), &text, &length) == ARES_SUCCESS,
            let text
        else { return nil }
        defer { ares_free_string(text) }
        return (String(cString: text), position + length)
    }

    /// The strings of a TXT record put together, as SPF and DKIM read them (RFC 7208, 3.3).
    func text(in data: Range<Int>) -> String? {
        var position = data.lowerBound
        var joined: [UInt8] = []
        while position < data.upperBound {
            let end = position + 1 + Int(bytes[position])
            guard end <= data.upperBound else { return nil }
            joined += bytes[(position + 1)..<end]
            position = end
        }
        return String(decoding: joined, as: UTF8.self)
    }

    func number(at position: Int) -> UInt16 {
        position + 1 < bytes.count ? UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1]) : 0
    }
}
