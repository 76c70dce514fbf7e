internal import CICU

/// The six plural categories of CLDR, in the order in which the shim numbers them.
package enum PluralCategory: Int32, CaseIterable, Sendable {
    case zero, one, two, few, many, other

    package init?(keyword: String) {
        guard let known = Self.allCases.first(where: { $0.keyword == keyword }) else { return nil }
        self = known
    }

    package var keyword: String { "\(self)" }
}

/// Which plural category a number has in one locale, counting or ranking.
///
/// ICU's rules are a chain that is only read once made, so threads share them.
final class PluralRules: @unchecked Sendable {
    private let handle: OpaquePointer
    let categories: Set<PluralCategory>

    init(locale: String, ordinal: Bool) throws(ICUFault) {
        var status: Int32 = 0
        guard let handle = cicu_plural_open(locale, ordinal, &status) else { throw ICUFault(status: status) }
        self.handle = handle
        let bits = cicu_plural_categories(handle)
        self.categories = Set(PluralCategory.allCases.filter { bits & (1 << UInt32($0.rawValue)) != 0 })
    }

    deinit { cicu_plural_close(handle) }

    func category(of value: Int) -> PluralCategory {
        PluralCategory(rawValue: cicu_plural_integer(handle, Int64(value))) ?? .other
    }

    /// Decimals count as `form` shows them: "1.0" may be of another category than "1".
    func category(of value: Double, shownBy form: NumberForm) -> PluralCategory {
        PluralCategory(rawValue: cicu_plural_decimal(handle, form.handle, value)) ?? .other
    }
}
