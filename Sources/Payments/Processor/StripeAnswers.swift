import Foundation
import Vocabulary

/// A PaymentIntent with its last charge and what that moved, as far as it is looked at.
struct StripeIntent: Decodable, Sendable {
    enum Status: String, Decodable {
        case requiresPaymentMethod = "requires_payment_method"
        case requiresConfirmation = "requires_confirmation"
        case requiresAction = "requires_action"
        case processing
        case requiresCapture = "requires_capture"
        case succeeded
        case canceled
    }

    struct LastError: Decodable, Sendable {
        let code: String?
        let declineCode: String?
    }

    struct NextAction: Decodable, Sendable {
        struct Redirect: Decodable {
            let url: String
        }
        let redirectToUrl: Redirect?
    }

    let id: String
    let status: Status
    let amount: Int
    let amountReceived: Int
    let currency: String
    let clientSecret: String
    let metadata: [String: String]
    let lastPaymentError: LastError?
    let latestCharge: StripeCharge?
    let customer: String?
    let paymentMethod: String?
    let setupFutureUsage: String?
    let nextAction: NextAction?
}

struct StripeCharge: Decodable, Sendable {
    struct MethodDetails: Decodable, Sendable {
        struct Card: Decodable, Sendable {
            let brand: String?
            let last4: String?
            let expMonth: Int?
            let expYear: Int?
        }
        let card: Card?
    }

    let id: String
    let amountCaptured: Int
    let paymentMethodDetails: MethodDetails?
    /// Nil until the money has moved.
    let balanceTransaction: StripeMovement?
}

/// A line of the processor's balance.
struct StripeMovement: Decodable, Sendable {
    let id: String
    let amount: Int
    let fee: Int
    let currency: String
}

struct StripeRefund: Decodable, Sendable {
    let id: String
    let status: String
    let amount: Int
    let currency: String
    let paymentIntent: String?
    let metadata: [String: String]
    let failureReason: String?
    /// Nil until the money has moved.
    let balanceTransaction: StripeMovement?
}

struct StripeDispute: Decodable, Sendable {
    struct Evidence: Decodable, Sendable {
        let dueBy: Int?
    }

    let id: String
    let status: String
    let amount: Int
    let currency: String
    let paymentIntent: String?
    let reason: String?
    let created: Int
    let evidenceDetails: Evidence?
    /// What left, and what came back.
    let balanceTransactions: [StripeMovement]
}

struct StripeAccount: Decodable, Sendable {
    let id: String
}

/// An endpoint for events, with the secret that is told once.
struct StripeEndpoint: Decodable, Sendable {
    let id: String
    let secret: String?
    let url: String
}

struct StripeList<Item: Decodable & Sendable>: Decodable, Sendable {
    let data: [Item]
}

struct StripeErrorBody: Decodable, Sendable {
    struct Detail: Decodable, Sendable {
        let type: String?
        let code: String?
        let declineCode: String?
        let param: String?
    }
    let error: Detail
}

extension StripeIntent {
    func money(_ units: Int) -> Money? {
        CurrencyCode(currency.uppercased()).flatMap { ProcessorAmount.money(units, $0) }
    }

    var card: Payment.Card? { latestCharge?.paymentMethodDetails?.card?.named }

    /// The card that was accepted, where it is kept for its holder from now on.
    var savedCard: SeenCard? {
        guard !isBeforeCard, setupFutureUsage != nil, let paymentMethod, let customer else { return nil }
        return latestCharge?.paymentMethodDetails?.card?.seen(as: paymentMethod, of: customer)
    }

    /// A word of the processor's; nil where nothing was refused, or it does not read as a word.
    var decline: String? {
        let word = lastPaymentError.flatMap { $0.declineCode ?? $0.code }
        return word.flatMap { $0.wholeMatch(of: /[a-z][a-z_]{1,60}/) == nil ? nil : $0 }
    }

    /// What the processor kept of it.
    var fee: Money? {
        guard let movement = latestCharge?.balanceTransaction,
            let currency = CurrencyCode(movement.currency.uppercased())
        else { return nil }
        return ProcessorAmount.money(movement.fee, currency)
    }

    /// What came in, where it came in in another currency than it was charged in.
    var exchanged: Money? {
        CurrencyCode(currency.uppercased()).flatMap { latestCharge?.balanceTransaction?.exchanged(from: $0) }
    }
}

extension StripeMovement {
    /// What moved, as a magnitude, where the processor turned it from `currency` into another one, or from another one
    /// into it.
    func exchanged(from currency: CurrencyCode) -> Money? {
        guard let other = CurrencyCode(self.currency.uppercased()), other != currency else { return nil }
        return ProcessorAmount.money(abs(amount), other).flatMap { $0.minor > 0 ? $0 : nil }
    }
}

extension StripeCharge.MethodDetails.Card {
    /// Nil for what does not read as a card's.
    var named: Payment.Card? {
        guard let kind = brand, let digits = last4, kind.wholeMatch(of: /[a-z][a-z_]{1,30}/) != nil,
            digits.wholeMatch(of: /[0-9]{4}/) != nil
        else { return nil }
        return Payment.Card(kind: kind, digits: digits)
    }

    func seen(as name: String, of customer: String) -> SeenCard? {
        guard let card = named, let expMonth, let expYear, (1...12).contains(expMonth), (2000...2999).contains(expYear)
        else { return nil }
        return SeenCard(name: name, customer: customer, card: card, expiryMonth: expMonth, expiryYear: expYear)
    }
}

/// A card that is kept over there.
struct StripeMethod: Decodable, Sendable {
    let id: String
    let customer: String?
    let card: StripeCharge.MethodDetails.Card?

    var seenCard: SeenCard? { customer.flatMap { card?.seen(as: id, of: $0) } }
}

struct StripeDeleted: Decodable, Sendable {
    let id: String
}
