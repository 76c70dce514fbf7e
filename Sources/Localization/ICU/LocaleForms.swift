internal import CICU
internal import Synchronization
internal import Vocabulary

/// Everything ICU has made for one locale, made when first asked for and then kept.
///
/// The lock guards only the dictionaries; formatting happens outside it, on immutable handles.
final class LocaleForms: Sendable {
    let locale: LocaleTag
    /// Grouped, no decimals needed: what a bare integer argument is written with.
    let integers: NumberForm?
    /// At most three decimals, as ICU's MessageFormat writes a bare number.
    let decimals: NumberForm?
    let cardinals: PluralRules?
    let ordinals: PluralRules?
    let direction: TextDirection
    /// Monday 1 to Sunday 7.
    let firstWeekday: Int
    private let made = Mutex(Made())

    private struct Made {
        var numbers: [String: NumberForm] = [:]
        var dates: [DateShape: DateForm] = [:]
        var intervals: [String: IntervalForm] = [:]
        var lists: [Bool: ListForm] = [:]
        var zones: [String: String] = [:]
        var relative: RelativeForm?
        var collation: Collation?
        var names: NameForms?
    }

    /// Distinct skeletons and zone names kept for one locale. Both come from our own code, catalogues
    /// and overrides; the bound only keeps a mistake from growing without end.
    static let keptMax = 2_000

    init(_ locale: LocaleTag) {
        self.locale = locale
        let tag = locale.description
        self.integers = try? NumberForm(locale: tag, skeleton: "")
        self.decimals = try? NumberForm(locale: tag, skeleton: ".###")
        self.cardinals = try? PluralRules(locale: tag, ordinal: false)
        self.ordinals = try? PluralRules(locale: tag, ordinal: true)
        self.direction = cicu_locale_right_to_left(tag) ? .rightToLeft : .leftToRight
        self.firstWeekday = Int(cicu_locale_first_weekday(tag))
    }

    func number(_ skeleton: String) throws(ICUFault) -> NumberForm {
        try kept(\.numbers, skeleton) { tag throws(ICUFault) in try NumberForm(locale: tag, skeleton: skeleton) }
    }

    func date(_ shape: DateShape) throws(ICUFault) -> DateForm {
        try kept(\.dates, shape) { tag throws(ICUFault) in try DateForm(locale: tag, shape: shape) }
    }

    func interval(_ skeleton: String) throws(ICUFault) -> IntervalForm {
        try kept(\.intervals, skeleton) { tag throws(ICUFault) in try IntervalForm(locale: tag, skeleton: skeleton) }
    }

    func list(alternatives: Bool) throws(ICUFault) -> ListForm {
        try kept(\.lists, alternatives) { tag throws(ICUFault) in
            try ListForm(locale: tag, alternatives: alternatives)
        }
    }

    func relative() throws(ICUFault) -> RelativeForm {
        try kept(\.relative) { tag throws(ICUFault) in try RelativeForm(locale: tag) }
    }

    func collation() throws(ICUFault) -> Collation {
        try kept(\.collation) { tag throws(ICUFault) in try Collation(locale: tag) }
    }

    func names() throws(ICUFault) -> NameForms {
        try kept(\.names) { tag throws(ICUFault) in try NameForms(locale: tag) }
    }

    /// "GMT+3".
    func zoneOffset(seconds: Int) -> String {
        let name = "\(seconds)"
        let text = try? kept(\.zones, name) { tag throws(ICUFault) in
            icuText { cicu_zone_offset(tag, Int32(clamping: seconds), $0, $1) } ?? "GMT"
        }
        return text ?? "GMT"
    }

    /// Empty for a zone without a city, such as UTC.
    func zoneCity(_ identifier: String) -> String {
        let text = try? kept(\.zones, identifier) { tag throws(ICUFault) in
            icuText { cicu_zone_city(tag, identifier, $0, $1) } ?? ""
        }
        return text ?? ""
    }

    /// Two threads that ask at once may both make one; the first to come back is kept.
    private func kept<Key: Hashable, Form: Sendable>(
        _ path: WritableKeyPath<Made, [Key: Form]>, _ key: Key, make: (String) throws(ICUFault) -> Form
    ) throws(ICUFault) -> Form {
        if let known = made.withLock({ $0[keyPath: path][key] }) { return known }
        let form = try make(locale.description)
        return made.withLock { made in
            if let known = made[keyPath: path][key] { return known }
            if made[keyPath: path].count < Self.keptMax { made[keyPath: path][key] = form }
            return form
        }
    }

    private func kept<Form: Sendable>(
        _ path: WritableKeyPath<Made, Form?>, make: (String) throws(ICUFault) -> Form
    ) throws(ICUFault) -> Form {
        if let known = made.withLock({ $0[keyPath: path] }) { return known }
        let form = try make(locale.description)
        return made.withLock { made in
            if let known = made[keyPath: path] { return known }
            made[keyPath: path] = form
            return form
        }
    }
}
