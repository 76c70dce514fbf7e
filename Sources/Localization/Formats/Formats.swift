package import Vocabulary

/// How one locale writes numbers, money, lists and names.
///
/// A small value over forms that the whole process shares; making one costs nothing. All texts of one
/// locale use the same digits, the CLDR default of its tag: `ar` and `ar-EG` write ٣, `ar-AE` writes 3.
/// In right-to-left locales ICU adds its own direction marks; pages still wrap values in `bdi`.
package struct Formats: Sendable {
    package let locale: LocaleTag
    /// ISO 8601 number of the day on which weeks begin: Monday 1 to Sunday 7.
    package let firstWeekday: Int
    let forms: LocaleForms

    /// `firstWeekday` stands in for the locale's own, for a partner whose calendar differs.
    package init(_ locale: LocaleTag, firstWeekday: Int? = nil) {
        let forms = KnownLocales.forms(locale)
        self.locale = locale
        self.firstWeekday = firstWeekday ?? forms.firstWeekday
        self.forms = forms
    }

    package func number(_ value: Int) -> String { forms.integers?.text(value) ?? "\(value)" }

    /// At most three decimals.
    package func number(_ value: Double) -> String { forms.decimals?.text(value) ?? "\(value)" }

    /// `basisPoints` are hundredths of a percent: 1 250 is 12.5 %.
    package func percent(basisPoints: Int) -> String {
        (try? forms.number("percent scale/0.01 .##").text(basisPoints)) ?? "\(Double(basisPoints) / 100) %"
    }

    package enum Joining: Sendable {
        case and, or
    }

    package func list(_ items: [String], _ joining: Joining = .and) -> String {
        (try? forms.list(alternatives: joining == .or).text(items)) ?? items.joined(separator: ", ")
    }

    /// The elements as readers of the locale expect them in a list; equal texts keep their order.
    package func sorted<Element>(_ elements: [Element], by text: (Element) -> String) -> [Element] {
        guard let collation = try? forms.collation() else { return elements }
        return elements.enumerated()
            .map { (key: collation.key(text($0.element)), index: $0.offset, element: $0.element) }
            .sorted { left, right in
                if left.key == right.key { return left.index < right.index }
                return left.key.lexicographicallyPrecedes(right.key)
            }
            .map(\.element)
    }

    package func sorted(_ texts: [String]) -> [String] { sorted(texts, by: { $0 }) }

    /// The name of a language, as a menu shows it: `Formats(de).displayName(of: de)` is "Deutsch".
    package func displayName(of locale: LocaleTag) -> String {
        (try? forms.names().locale(locale.description)) ?? locale.description
    }

    package func displayName(of currency: CurrencyCode) -> String {
        (try? forms.names().currency(currency.code)) ?? currency.code
    }

    /// `region` is an ISO 3166 alpha-2 code in capitals.
    package func displayName(ofRegion region: String) -> String {
        (try? forms.names().region(region)) ?? region
    }
}
