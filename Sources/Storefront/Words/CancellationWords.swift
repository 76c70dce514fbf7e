import Foundation
import Localization
import Pricing
import Vocabulary

/// What giving a stay back costs, in sentences on the property's clock.
struct CancellationWords {
    let words: Translator
    /// "Paris time".
    let zone: String
    let now: Date

    /// `total` tells a stay that is lost whole from one that costs a part.
    func view(_ terms: Pricing.CancellationTerms, total: Money) -> CancellationTerms {
        let lost = terms.penalty(at: now)
        guard lost.minor == 0 else {
            let isAll = lost.minor >= total.minor
            return CancellationTerms(
                refundable: false, headline: words(isAll ? "cancellation.non_refundable" : "cancellation.charged_now"),
                windows: isAll ? [] : steps(terms))
        }
        guard let free = terms.freeUntil(at: now) else {
            return CancellationTerms(refundable: true, headline: words("cancellation.free_always"))
        }
        return CancellationTerms(
            refundable: true,
            headline: words("cancellation.free_until", ["deadline": .text(words.moment(free)), "zone": .text(zone)]),
            windows: steps(terms))
    }

    private func steps(_ terms: Pricing.CancellationTerms) -> [String] {
        terms.windows.compactMap { window in
            guard let begins = window.begins, begins.instant > now else { return nil }
            return words(
                "cancellation.window_amount",
                [
                    "from": .text(words.moment(begins)), "zone": .text(zone),
                    "amount": .text(words.formats.money(window.penalty)),
                ])
        }
    }
}
