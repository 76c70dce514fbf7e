import Localization
import Pricing
import Tenancy
import Vocabulary

/// Prices in words, with what they come to in the visitor's own currency.
extension SiteFrame {
    func price(_ price: Price, nightly: [RoomQuote.Night], guests: Int) -> PriceView {
        let money = { words.formats.money($0) }
        let about = approximation(price.total)
        return PriceView(
            total: money(price.total),
            basis: words("price.basis", ["nights": .number(nightly.count), "guests": .number(guests)]),
            base: money(price.base), taxes: money(price.taxes), fees: money(price.fees), dueNow: money(price.dueNow),
            dueAtProperty: money(price.dueAtProperty),
            nights: nightly.map { Fact(words.formats.date($0.date, .weekdayShort), money($0.amount)) },
            approximation: about.map { words("price.approximation", ["amount": .text(money($0.money))]) },
            approximationNote: about.map {
                words("price.approximation_note", ["date": .text(words.formats.date($0.rateDate))])
            })
    }

    private func approximation(_ total: Money) -> ApproximateMoney? {
        guard display != total.currency else { return nil }
        return parts.rates?.approximate(total, in: display)
    }

    /// Says once on a page of many prices which currency counts.
    var currencyNotice: Notice? {
        let charged = profile.defaultCurrency
        guard display != charged, let rates = parts.rates, rates.currencies.isSuperset(of: [display, charged]) else {
            return nil
        }
        return Notice(
            .information,
            words(
                "results.display_currency",
                ["currency": .text(charged.code), "date": .text(words.formats.date(rates.date))]))
    }
}
