import Bookings
import Foundation
import HTTPTypes
import Localization
import Payments
import Tenancy
import Vocabulary
import Web

/// Whoever is signed in says how they pay. A saved card is tried at once; another one is asked for on the next page.
struct CardChoiceRoutes: Sendable {
    struct Entry: TypedInput {
        let booking: String
        let card: String
        let saves: Bool

        static let typed: [TypedField] = [
            .carried("booking", .text(max: 36)),
            .carried("card", .text(max: 36), "A saved card; absent for another one."),
            .carried("save", .text(max: 5), "`true` where its holder agrees that it is saved."),
        ]

        init(_ typed: TypedFields) {
            booking = typed["booking"]
            card = typed["card"]
            saves = typed["save"] == "true"
        }

        /// Nil for what is no identifier.
        var choice: CardChoice? {
            card.isEmpty ? .another(saves: saves) : UUID(uuidString: card).map { .saved(SavedCardID($0)) }
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .post, "/{locale}/bookings/{booking}/payment/card", .bookingHolder, "Pay with a saved card, or another",
                gives: [.redirect()], refuses: [.init(409, "payment.not_available")], options: .processorPage
            ) { (entry: Entry, keyed: Keyed<VisitorContext>) in
                let visit = Visit(keyed.stage, parts)
                return try await visit.answering { try await choose(entry, keyed, visit) }
            }
        ]
    }

    private func choose(_ entry: Entry, _ keyed: Keyed<VisitorContext>, _ visit: Visit) async throws -> Answer {
        let (id, proof) = try visit.proof(of: entry.booking)
        let page = visit.paths.payment(id.uuid)
        guard let account = visit.ownAccount else { return .redirect(to: page) }
        let key = try await visit.dataKey()
        do {
            guard let choice = entry.choice else { throw PaymentError.cardNotFound }
            let payer = GoToPay.Payer(account: account, choice: choice)
            let kept = try await keyed.onceForBrowser { tx in
                let effect = try await parts.payments.cards.goToPay.begin(
                    id, proof, as: payer, key: key, visit.cause, in: tx)
                _ = try await tx.run(effect.closing)
                return .redirect(to: page)
            }
            if kept.headers[.idempotentReplayed] == nil {
                try await parts.payments.cards.goToPay.beginAnew(id, proof, as: payer, visit.cause, in: visit.scope)
            } else {
                // A key is no proof, and what follows is done as it stands now.
                _ = try await visit.booking(entry.booking)
            }
            return try await goOn(id, choice, account, visit)
        } catch let error as PaymentError where error.isOfCard {
            return .redirect(to: SitePaths.with(page, [(PayRoutes.ShowEntry.problem, error.problem.code)]))
        } catch let error as PaymentError where error.isOutage {
            return .redirect(to: page)
        } catch BookingError.notAllowed, BookingError.holdExpired, BookingError.priceExpired,
            BookingError.changeQuoteExpired, BookingError.paymentInProgress
        {
            return .redirect(to: visit.paths.booking(id.uuid))
        }
    }

    private func goOn(_ id: BookingID, _ choice: CardChoice, _ account: UUID, _ visit: Visit) async throws -> Answer {
        let page = visit.paths.payment(id.uuid)
        guard let payment = try await parts.payments.read.last(of: id, in: visit.scope) else {
            return .redirect(to: visit.paths.booking(id.uuid))
        }
        let seen = try await parts.payments.cards.pay.goOn(
            payment, as: account, returnURL: visit.absolute(page + "/return"), visit.cause, in: visit.scope)
        if seen.state == .capturing || seen.state == .captured {
            return .redirect(to: visit.paths.confirmation(id.uuid))
        }
        if case .saved = choice { return .redirect(to: page) }
        return .redirect(to: SitePaths.with(page, [PayRoutes.ShowEntry.askedCard]))
    }
}

extension PaymentError {
    /// What whoever chose a card can do something about.
    var isOfCard: Bool {
        switch self {
        case .cardNotFound, .cardExpired, .cardGone, .tooManyCards, .cardNotSaved: true
        default: false
        }
    }
}

extension Visit {
    /// The account whose cards may be used: nil for a guest, and for whoever acts as somebody else.
    var ownAccount: UUID? { caller?.impersonator == nil ? caller?.account : nil }

    /// `Visa 4242`
    func name(of card: SavedCard) -> String { "\(card.card.name) \(card.card.digits)" }

    func expiry(of card: SavedCard) -> String {
        let month = card.expiryMonth < 10 ? "0\(card.expiryMonth)" : "\(card.expiryMonth)"
        return words(
            card.isExpired ? "pay.card_expired" : "pay.card_expires", ["month": .text("\(month)/\(card.expiryYear)")])
    }

    /// What the holder of an account chooses among for a payment.
    func cardChoice(
        _ cards: [SavedCard], amount: String, savesNone: Bool, for booking: UUID
    ) -> CardChoicePart {
        let target = paths.payment(booking) + "/card"
        let rows = cards.map { card in
            CardChoicePart.Row(
                button: words("pay.with_saved", ["amount": .text(amount), "card": .text(name(of: card))]),
                expiry: expiry(of: card),
                form: card.isExpired ? nil : FormTarget(target, hidden: hiddenOnce([("card", card.id.uuid.text)])),
                name: name(of: card))
        }
        return CardChoicePart(
            rows: rows, other: FormTarget(target, hidden: hiddenOnce()),
            otherButton: words(rows.isEmpty ? "pay.button" : "pay.with_another", ["amount": .text(amount)]),
            check: !savesNone && cards.count < SavedCard.perAccountMax
                ? CheckField(
                    id: "save", name: "save", label: words("pay.save", ["brand": .text(brand)]), isChecked: false)
                : nil)
    }
}
