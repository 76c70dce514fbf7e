package import Vocabulary

/// What is looked at alone; what is nil does not matter.
package struct ReportFilter: Hashable, Sendable {
    package var currency: CurrencyCode?
    package var locale: LocaleTag?

    package init(currency: CurrencyCode? = nil, locale: LocaleTag? = nil) {
        self.currency = currency
        self.locale = locale
    }
}
