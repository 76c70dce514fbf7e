/// Decimal digits of any script as ASCII, because people type card numbers, ages and phones in their own.
package enum Digits {
    /// Every Unicode decimal digit (category Nd) becomes 0–9: Arabic-Indic ٣, Persian ۳, full-width ３,
    /// Devanagari ३. All else stays.
    package static func ascii(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(digit(scalar) ?? scalar)
        }
        return String(result)
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard !scalar.isASCII, scalar.properties.numericType == .decimal,
            let value = scalar.properties.numericValue
        else { return nil }
        return Unicode.Scalar(UInt8(ascii: "0") + UInt8(value))
    }
}
