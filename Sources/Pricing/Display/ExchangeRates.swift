package import Vocabulary

/// The rates of one day, all against the euro: from one currency to another goes by way of it.
package struct ExchangeRates: Hashable, Sendable {
    package let date: CalendarDate
    /// Without the euro, which is one by itself.
    package let perEuro: [CurrencyCode: ExchangeRate]

    package init(date: CalendarDate, perEuro: [CurrencyCode: ExchangeRate]) {
        self.date = date
        self.perEuro = perEuro
        precondition(perEuro[.eur] == nil || perEuro[.eur] == .one, "a euro is a euro")
    }

    package subscript(_ currency: CurrencyCode) -> ExchangeRate? { currency == .eur ? .one : perEuro[currency] }

    /// What is shown in `shown` of amounts in `charged`; nil where one of the two has no rate.
    package func display(
        _ shown: CurrencyCode, of charged: CurrencyCode, marginBasisPoints: Int = 0, source: String
    ) -> DisplayRate? {
        guard let chargedRate = self[charged], let shownRate = self[shown] else { return nil }
        return DisplayRate(
            charged: charged, shown: shown, chargedPerEuro: chargedRate, shownPerEuro: shownRate,
            marginBasisPoints: marginBasisPoints, date: date, source: source)
    }

    /// Nil where one of the two has no rate, and for more money than there is.
    package func convert(_ money: Money, to currency: CurrencyCode) -> Money? {
        guard let rate = display(currency, of: money.currency, source: "") else { return nil }
        return rate.shown(money)
    }
}
