import Bookings
import Foundation
import HTTPTypes
import Localization
import Payments
import Pricing
import Vocabulary
import Web

/// A payment on its way to its page.
struct PaymentSight {
    let booking: BookingSight
    /// What is paid for, where it is a change; with the stay that comes of it.
    var change: (amendment: Amendment, stay: StaySight)?

    private var visit: Visit { booking.visit }
    private var words: Translator { booking.words }
    private var price: Price { booking.booking.price }
    private var id: UUID { booking.booking.id.uuid }
    private var here: String { booking.here + "/payment" }

    /// The way to the card: to the sandbox's page, or our processor's form on this one.
    /// - Parameter isChosen: by somebody who may choose otherwise.
    func page(_ form: ReadPayments.CardForm, isChosen: Bool = false) throws -> Answer {
        let back = visit.absolute(visit.paths.payment(id) + "/return")
        let button = words("pay.button", ["amount": .text(amount)])
        let way = form.page.map { page in
            Link(button, SitePaths.with(page, [("return_url", back), ("lang", visit.locale.description)]))
        }
        var card: PaymentPage.CardForm?
        if way == nil, let script = visit.parts.shelf.path("pay.js") {
            card = PaymentPage.CardForm(
                publishableKey: form.publishableKey, clientSecret: form.clientSecret, returnURL: back,
                language: visit.locale.description, button: button, errorText: words("pay.unreachable"),
                script: script)
        }
        let declined = form.decline.map { Notice(.warning, words("pay.declined.\(Self.declined($0))")) }
        var answer = try draw(
            notices: [declined].compactMap(\.self), way: way, card: card,
            sandboxText: form.page == nil ? nil : words("pay.sandbox"),
            actions: isChosen ? [Link(words("pay.choose_again"), visit.paths.payment(id))] : [])
        if card != nil { answer.headers[.contentSecurityPolicy] = CardPolicy.text }
        return answer
    }

    /// Before that, where somebody is signed in: how they want to pay.
    func choose(_ cards: [SavedCard], _ form: ReadPayments.CardForm, problem: String?) throws -> Answer {
        let choice = visit.cardChoice(cards, amount: amount, savesNone: form.payment.isSavingBarred, for: id)
        if let address = form.actionURL.flatMap(Self.foreign) {
            return try draw(
                notices: [Notice(.warning, words("pay.bank_asks"))],
                way: Link(
                    words("pay.bank_go"),
                    form.page == nil ? address : SitePaths.with(address, [("lang", visit.locale.description)])),
                choice: choice)
        }
        let refused = problem.map { Notice(.warning, words("problem.\($0).detail")) }
        let declined = form.decline.map { Notice(.warning, words("pay.declined.\(Self.declined($0))")) }
        return try draw(notices: [refused ?? declined].compactMap(\.self), choice: choice)
    }

    /// An address that a browser may be led to.
    private static func foreign(_ address: String) -> String? {
        address.hasPrefix("https://") || address.hasPrefix("http://") ? address : nil
    }

    enum Anew: String {
        /// It came to nothing, and the rooms are still held.
        case notTaken = "not_taken"
        /// Another one chose a card of theirs for it.
        case anothers
    }

    /// Another payment is begun where they say so.
    func again(_ why: Anew) throws -> Answer {
        try draw(
            notices: [Notice(.warning, words("pay.\(why.rawValue)"))],
            again: FormTarget(visit.paths.pay(id), hidden: visit.hiddenOnce()))
    }

    func unreachable() throws -> Answer {
        try draw(
            notices: [Notice(.warning, words("pay.unreachable"))],
            actions: [Link(words("pay.look_again"), visit.paths.payment(id))])
    }

    private var amount: String { visit.formats.money(change?.amendment.due ?? price.dueNow) }

    private func draw(
        notices: [Notice], way: Link? = nil, card: PaymentPage.CardForm? = nil, sandboxText: String? = nil,
        choice: CardChoicePart? = nil, again: FormTarget? = nil, actions: [Link] = []
    ) throws -> Answer {
        let rest = change?.amendment.stay.price.dueAtProperty ?? price.dueAtProperty
        let page = PaymentPage(
            hold: booking.hold(until: change?.amendment.expiresAt ?? booking.booking.spaceExpiresAt), notices: notices,
            amount: amount,
            rest: rest.minor > 0 ? visit.formats.money(rest) : nil,
            chargedText: words("pay.charged", ["currency": .text(price.currency.code)]),
            stay: (change?.stay ?? booking.stay).summary,
            way: way, card: card, choice: choice, sandboxText: sandboxText, again: again,
            cancel: change == nil ? FormTarget(visit.paths.cancellation(id), hidden: visit.hidden()) : nil,
            actions: actions + (change == nil ? [] : [Link(words("change.keep"), visit.paths.booking(id))]))
        return try visit.page(
            named: PaymentPage.template, page, PageSheet(words("pay.title"), here: here, isHidden: true))
    }

    /// What a traveller can do something about; all else is the card's.
    private static func declined(_ code: String) -> String {
        switch code {
        case "insufficient_funds", "expired_card", "incorrect_cvc": code
        case "payment_intent_authentication_failure", "authentication_required": "authentication"
        default: "generic"
        }
    }
}

/// What a browser may do on the page with the processor's form: as its documentation asks
/// (docs.stripe.com/security/guide#content-security-policy), and nothing else that is foreign.
enum CardPolicy {
    static let text = [
        "default-src 'none'", "script-src 'self' https://js.stripe.com https://*.js.stripe.com",
        "frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
        "connect-src 'self' https://api.stripe.com", "style-src 'self'", "img-src 'self' data: https://*.stripe.com",
        "font-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
        "report-uri \(ViolationReports.path)", "report-to \(ViolationReports.endpoint)",
    ].joined(separator: "; ")
}

extension PaymentError {
    /// The processor is not there; nothing is wrong with the payment.
    var isOutage: Bool {
        switch self {
        case .processorUnreachable, .processorRefused, .keyRefused, .notAvailable: true
        default: false
        }
    }
}
