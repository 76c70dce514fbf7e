internal import CPhoneNumber

/// Why a text is no telephone number. The raw value is the stable code of an input fault.
package enum PhoneFault: String, Error, Hashable, Sendable {
    case notANumber = "phone.not_a_number"
    /// No country was named, or the one named has no numbers.
    case invalidCountry = "phone.invalid_country"
    case tooShort = "phone.too_short"
    case tooLong = "phone.too_long"
    case invalidLength = "phone.invalid_length"

    fileprivate init?(_ fault: cphone_fault) {
        switch fault {
        case CPHONE_OK: return nil
        case CPHONE_INVALID_COUNTRY: self = .invalidCountry
        case CPHONE_TOO_SHORT: self = .tooShort
        case CPHONE_TOO_LONG: self = .tooLong
        case CPHONE_INVALID_LENGTH: self = .invalidLength
        default: self = .notANumber
        }
    }
}

/// Telephone numbers: stored as E.164 (ITU-T), shown as people of a region write them.
package enum PhoneNumbers {
    /// Characters of input that are looked at; a number with an extension in words is shorter.
    static let charactersMax = 60

    /// `region` (ISO 3166 alpha-2) is where a number without a country code is dialled.
    ///
    /// Only lengths are judged, not whether the range is assigned: operators open ranges faster than
    /// tables are shipped, and a booking must not fail for a new telephone.
    package static func normalise(_ text: String, region: String?) throws(PhoneFault) -> String {
        guard text.count <= charactersMax else { throw .tooLong }
        var buffer = [CChar](repeating: 0, count: Int(CPHONE_E164_BYTES))
        let answer = cphone_normalise(Digits.ascii(text), region ?? "", &buffer)
        if let fault = PhoneFault(answer) { throw fault }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// National form for readers of the number's own region, else international; always in ASCII digits
    /// and left to right, so a page wraps it in `bdi`. What is no number comes back as it is.
    package static func display(_ e164: String, region: String?) -> String {
        icuText { cphone_display(e164, region ?? "", $0, $1) } ?? e164
    }

    /// ISO 3166 alpha-2 of the number's country, where its numbers tell.
    package static func region(of e164: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 3)
        guard cphone_region(e164, &buffer) else { return nil }
        return String(decoding: buffer.prefix(2).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
