import Foundation
import HTTPTypes
import Identity
import Localization
import Payments
import Tenancy
import Vocabulary
import Web

/// The saved cards of an account, and taking one back in two steps.
struct CardRoutes: Sendable {
    struct ListEntry: TypedInput {
        let told: Told?

        static let typed = [AccountFields.told]

        init(_ typed: TypedFields) { told = Told(rawValue: typed[Told.field]) }
    }

    struct Entry: TypedInput {
        let card: String

        static let typed: [TypedField] = [.carried("card", .text(max: 36))]

        init(_ typed: TypedFields) { card = typed["card"] }

        /// Throws `PaymentError.cardNotFound` for what is no identifier.
        func id() throws(PaymentError) -> SavedCardID {
            guard let id = UUID(uuidString: card) else { throw .cardNotFound }
            return SavedCardID(id)
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/account/payment-methods", .member, "The cards that one saved", gives: [.html()],
                options: .page
            ) { (entry: ListEntry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                return try await page(member, member.visit.notices(entry.told))
            },
            Route(
                .get, "/{locale}/account/payment-methods/{card}/remove", .member, "Says what taking a card back does",
                gives: [.html()], refuses: [.init(404, "payment_method.not_found")], options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                let card = try await parts.payments.cards.one(try entry.id(), of: context.account, in: context.scope)
                return try member.answer(question(card, member), .cards)
            },
            Route(
                .post, "/{locale}/account/payment-methods/{card}/remove", .member, "Take a saved card back",
                gives: [.redirect()], refuses: [.init(404, "payment_method.not_found")], options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                let visit = Visit(context.visitor, parts)
                try await parts.payments.cards.remove(
                    try entry.id(), of: context.account, context.auditActor, in: context.scope)
                return .leading(to: Told.cardRemoved.on(visit.paths.account(.cards)))
            },
        ]
    }

    private func page(_ member: MemberVisit, _ notices: [Notice]) async throws -> Answer {
        let (visit, words) = (member.visit, member.words)
        let cards = try await parts.payments.cards.list(of: member.account.id, in: visit.scope)
        let page = CardsPage(
            menu: visit.accountLinks(current: .cards), notices: member.notices(isOwn: true) + notices,
            rows: cards.map { card in
                CardsPage.Row(
                    name: visit.name(of: card), expiry: visit.expiry(of: card), isExpired: card.isExpired,
                    removeURL: Self.address(card, visit))
            },
            empty: cards.isEmpty
                ? EmptyState(
                    title: words("account.cards_empty_title"), text: words("account.cards_empty_text"),
                    actions: [Link(words("account.trips_search"), visit.paths.home)]) : nil)
        return try visit.accountPage(
            named: CardsPage.template, page, words("account.page.payment_methods"), here: AccountPage.cards.here)
    }

    private func question(_ card: SavedCard, _ member: MemberVisit) -> FormPage {
        let (visit, words) = (member.visit, member.words)
        var page = member.form(.cards, isOwn: true)
        page.title = words("account.card_remove_title", ["card": .text(visit.name(of: card))])
        page.lead = words("account.card_remove_lead")
        page.form = FormTarget(Self.address(card, visit), hidden: visit.hidden())
        page.submit = words("account.card_remove")
        page.isDangerous = true
        page.links = [Link(words("account.card_keep"), visit.paths.account(.cards))]
        return page
    }

    private static func address(_ card: SavedCard, _ visit: Visit) -> String {
        visit.paths.account(.cards) + "/\(card.id.uuid.text)/remove"
    }
}
