import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// Remembers a language or a display currency and goes back to where the choice was made. A link, so
/// that it works in a closed menu without a script; nothing but what is shown depends on it.
struct ChoiceRoutes: Sendable {
    struct Entry: TypedInput {
        let currency: String
        let target: String

        static let typed: [TypedField] = [
            .carried("currency", .text(max: 3)), .carried("to", .text(max: targetMax, [])),
        ]
        /// An address of ours is no longer than a request's line may be.
        private static let targetMax = 8_000

        init(_ typed: TypedFields) {
            currency = typed["currency"]
            target = typed["to"]
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/choose", .anyone, "Choose a language or a currency to show", gives: [.redirect()],
                options: .page
            ) { (entry: Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                let answer = Answer.redirect(to: entry.target.isEmpty ? visit.paths.home : entry.target)
                guard !entry.currency.isEmpty else { return answer.setting(LocalePath.choice(visit.locale)) }
                let offered = DisplayCurrency.offered(visit.profile.definition.currencies)
                guard let currency = CurrencyCode(entry.currency), offered.contains(currency) else { return answer }
                return answer.setting(DisplayCurrency.choice(currency))
            }
        ]
    }
}
