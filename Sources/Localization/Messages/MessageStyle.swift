/// The styles a pattern may name after `number`, `date` and `time`; nil for any other.
///
/// Old DecimalFormat and SimpleDateFormat patterns are not offered: they fix an order of fields that only
/// the locale should choose. Of ICU's skeletons (`::…`) those are offered that cannot make a text of a
/// million digits, because partners write patterns too.
enum MessageStyle {
    static let dateSkeletonMax = 30
    static let decimalsMax = 6

    private static let numberStems: Set<String> = [
        "compact-short", "compact-long", "group-off", "group-min2", "percent", "permille", "precision-integer",
        "scale/100", "sign-always", "sign-except-zero", "sign-never", "unit-width-full-name", "unit-width-narrow",
        "unit-width-short",
    ]

    static func number(_ style: String) -> String? {
        switch style {
        case "": return ".###"
        case "integer": return "precision-integer"
        case "percent": return "percent scale/100 precision-integer"
        default:
            guard let skeleton = skeleton(style) else { return nil }
            return skeleton.split(separator: " ").allSatisfy(isNumberStem) ? skeleton : nil
        }
    }

    static func date(_ style: String) -> DateShape? {
        length(style).map(DateShape.date) ?? dateSkeleton(style)
    }

    static func time(_ style: String) -> DateShape? {
        length(style == "" ? "short" : style).map(DateShape.time) ?? dateSkeleton(style)
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

    private static func dateSkeleton(_ style: String) -> DateShape? {
        guard let skeleton = skeleton(style), skeleton.utf8.count <= dateSkeletonMax,
            skeleton.allSatisfy({ $0.isASCII && $0.isLetter })
        else { return nil }
        return .skeleton(skeleton)
    }

    /// `.00#` is two to three decimals; `unit/kilometer` is a unit of CLDR.
    private static func isNumberStem(_ stem: Substring) -> Bool {
        if numberStems.contains(String(stem)) { return true }
        if stem.first == "." {
            return (2...decimalsMax + 1).contains(stem.count) && stem.dropFirst().allSatisfy { $0 == "0" || $0 == "#" }
        }
        return stem.hasPrefix("unit/") && stem.dropFirst(5).allSatisfy { $0 == "-" || ($0.isASCII && $0.isLowercase) }
    }
}
