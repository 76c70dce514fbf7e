import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// The currency that a visitor thinks in. It changes what is shown beside a price, never the price.
enum DisplayCurrency {
    static let cookieName = CookieName.currency
    static let choiceSeconds = 365 * 86_400

    /// What the site charges in first, then what it may show beside that.
    static func offered(_ currencies: TenantCurrencies) -> [CurrencyCode] {
        var seen: Set<CurrencyCode> = []
        return (currencies.charge + currencies.display).filter { seen.insert($0).inserted }
    }

    static func chosen(_ cookie: String?, _ profile: TenantProfile) -> CurrencyCode {
        guard let cookie, let currency = CurrencyCode(cookie), offered(profile.definition.currencies).contains(currency)
        else { return profile.defaultCurrency }
        return currency
    }

    static func choice(_ currency: CurrencyCode) -> Cookie {
        Cookie(cookieName, currency.code, maxAgeSeconds: choiceSeconds)
    }
}
