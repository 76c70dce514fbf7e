import HTTPTypes
import Localization
import Vocabulary
import Web

extension Visit {
    /// The page between wanting and having, with the ways on.
    func interruption(
        _ kind: InterruptionPage.Kind, here: String, lookAgain: String?, others: String? = nil, oldPrice: String? = nil,
        newPrice: PriceView? = nil, accept: FormTarget? = nil
    ) throws -> Answer {
        let key = "interruption.\(kind.rawValue)"
        let again = lookAgain.map { Link(words("interruption.look_again"), $0) }
        let page = InterruptionPage(
            kind: kind, title: words("\(key).title"), text: words("\(key).text"), oldPrice: oldPrice,
            newPrice: newPrice, accept: accept,
            acceptLabel: newPrice.map { words("interruption.price_changed.accept", ["price": .text($0.total)]) },
            actions: [again, Link(words("interruption.other_hotels"), others ?? paths.home)].compactMap(\.self))
        return try self.page(
            .interruption, page, PageSheet(words("\(key).title"), here: here, isHidden: true), status: .conflict)
    }
}
