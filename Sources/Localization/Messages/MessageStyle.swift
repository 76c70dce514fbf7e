/// The styles a pattern may name after `number`, `date` and `time`; nil for any other.
///
/// Skeletons (`::…`) are ICU's. Old DecimalFormat and SimpleDateFormat patterns are not offered:
/// they fix an order of fields that only the locale should choose.
enum MessageStyle {
    static func number(_ style: String) -> String? {
        switch style {
        case "": return ".###"
        case "integer": return "precision-integer"
        case "percent": return "percent scale/100 precision-integer"
        case "currency": return ""
        default: return skeleton(style)
        }
    }

    static func date(_ style: String) -> DateShape? {
        length(style).map(DateShape.date) ?? skeleton(style).map(DateShape.skeleton)
    }

    static func time(_ style: String) -> DateShape? {
        length(style == "" ? "short" : style).map(DateShape.time) ?? skeleton(style).map(DateShape.skeleton)
    }

    static func trimmed(_ style: String) -> String {
        style.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func length(_ style: String) -> DateShape.Length? {
        switch style {
        case "full": .full
        case "long": .long
        case "", "medium": .medium
        case "short": .short
        default: nil
        }
    }

    private static func skeleton(_ style: String) -> String? {
        guard style.hasPrefix("::") else { return nil }
        let skeleton = trimmed(String(style.dropFirst(2)))
        return skeleton.isEmpty ? nil : skeleton
    }
}
