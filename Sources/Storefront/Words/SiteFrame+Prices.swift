import Localization
import Pricing
import Rates
import Tenancy
import Vocabulary
import Web

/// In which rates a price is shown in the visitor's own currency.
enum PriceShowing: Sendable {
    /// Those in force; that there are none is told once on the page, not beside each price.
    case list
    /// Those in force, and it is told beside the price that there are none.
    case alone
    /// Those that a booking was made under, for good; nil where it was shown in no other currency.
    case frozen(DisplayRate?)
}

/// Prices in words, with what they come to in the visitor's own currency.
extension SiteFrame {
    func price(
        _ price: Price, nightly: [RoomQuote.Night], guests: Int, showing: PriceShowing = .list
    ) -> PriceView {
        let money = { words.formats.money($0) }
        let rate = rate(showing)
        let about = rate?.shown(price.total)
        return PriceView(
            total: money(price.total),
            basis: words("price.basis", ["nights": .number(nightly.count), "guests": .number(guests)]),
            base: money(price.base), taxes: money(price.taxes), fees: money(price.fees), dueNow: money(price.dueNow),
            dueAtProperty: money(price.dueAtProperty),
            nights: nightly.map { Fact(words.formats.date($0.date, .weekdayShort), money($0.amount)) },
            approximation: about.map { words("price.approximation", ["amount": .text(money($0))]) },
            approximationNote: about == nil ? unavailable(showing) : rate.map(note))
    }

    /// By what amounts in what is charged are shown now.
    var displayRate: DisplayRate? { displayRate(seenAs: nil) }

    /// The same for somebody who was shown a rate by this name a moment ago.
    func displayRate(seenAs name: String?) -> DisplayRate? {
        guard display != profile.defaultCurrency else { return nil }
        let finding = parts.rates.find(
            display, of: profile.defaultCurrency,
            marginBasisPoints: profile.definition.currencies.displayMarginBasisPoints, seenAs: name)
        return if case .rate(let rate) = finding { rate } else { nil }
    }

    private func rate(_ showing: PriceShowing) -> DisplayRate? {
        if case .frozen(let rate) = showing { rate } else { displayRate }
    }

    private func unavailable(_ showing: PriceShowing) -> String? {
        guard case .alone = showing, display != profile.defaultCurrency else { return nil }
        return words("price.approximation_unavailable", currencies)
    }

    private func note(_ rate: DisplayRate) -> String {
        words(
            rate.marginBasisPoints == 0 ? "price.approximation_note" : "price.approximation_note_margin",
            arguments(rate))
    }

    private var currencies: [String: MessageArgument] {
        ["display": .text(display.code), "currency": .text(profile.defaultCurrency.code)]
    }

    private func arguments(_ rate: DisplayRate) -> [String: MessageArgument] {
        var arguments: [String: MessageArgument] = [
            "currency": .text(rate.charged.code), "date": .text(words.formats.date(rate.date)),
        ]
        if rate.marginBasisPoints > 0 {
            arguments["margin"] = .text(words.formats.percent(basisPoints: rate.marginBasisPoints))
        }
        return arguments
    }

    /// Says once on a page of many prices which currency counts, and where there is no rate that amounts stand in it
    /// alone.
    var currencyNotice: Notice? {
        guard display != profile.defaultCurrency else { return nil }
        guard let rate = displayRate else {
            return Notice(.warning, words("results.display_unavailable", currencies))
        }
        let key = rate.marginBasisPoints == 0 ? "results.display_currency" : "results.display_currency_margin"
        return Notice(.information, words(key, arguments(rate)))
    }
}
