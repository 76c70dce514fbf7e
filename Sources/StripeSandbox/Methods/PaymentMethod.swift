/// A card as a merchant holds it: never its number, only which of the test cards it is.
struct PaymentMethod: Record {
    static let kind = "payment_method"

    let id: String
    let account: String
    let created: Int
    /// Of `TestCard`.
    let cardName: String
    var expMonth: Int
    var expYear: Int
    var billing: BillingDetails
    var customer: String?
    var metadata: [String: String]
    /// Agreed to be used without its holder.
    var isSetUp = false
    /// Used once without a customer, or let go by one: never to be used again.
    var isSpent = false

    func json() -> JSON {
        [
            "id": .text(id), "object": "payment_method", "allow_redisplay": "unspecified",
            "billing_details": billing.json, "card": cardJSON, "created": .int(created), "customer": JSON(customer),
            "livemode": false, "metadata": JSON(metadata), "type": "card",
        ]
    }

    /// As it stands in a method and, with little more, in a charge.
    var cardJSON: JSON {
        guard let card = TestCard.named(cardName) else { return .null }
        return [
            "brand": .text(card.brand), "checks": checksJSON(card), "country": .text(card.country),
            "display_brand": .text(card.brand), "exp_month": .int(expMonth), "exp_year": .int(expYear),
            "fingerprint": .text("sandbox\(card.last4)"), "funding": .text(card.funding), "last4": .text(card.last4),
            "networks": ["available": [.text(card.brand)], "preferred": .null],
            "three_d_secure_usage": ["supported": .bool(card.challenge != .unsupported)], "wallet": .null,
        ]
    }

    private func checksJSON(_ card: TestCard) -> JSON {
        [
            "address_line1_check": .null, "address_postal_code_check": .null,
            "cvc_check": card.checksFail ? "fail" : "pass",
        ]
    }
}

/// Who pays, as the card form asked it.
struct BillingDetails: Codable, Sendable, Equatable {
    var name: String?
    var email: String?
    var phone: String?
    var address: [String: String] = [:]

    static let addressFields = ["city", "country", "line1", "line2", "postal_code", "state"]

    init() {}

    init(_ parameters: Parameters?) throws(Refusal) {
        guard let parameters else { return }
        try parameters.allow("name", "email", "phone", "address", "tax_id")
        name = try parameters.given("name")
        email = try parameters.given("email")
        phone = try parameters.given("phone")
        guard let inner = try parameters.inside("address") else { return }
        try inner.allow(Self.addressFields)
        for field in Self.addressFields { address[field] = try inner.given(field) }
    }

    var json: JSON {
        [
            "address": .object(Self.addressFields.map { JSON.Member(name: $0, value: JSON(address[$0])) }),
            "email": JSON(email), "name": JSON(name), "phone": JSON(phone), "tax_id": .null,
        ]
    }
}
