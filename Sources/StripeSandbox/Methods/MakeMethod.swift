import Vocabulary

/// Cards become payment methods: typed in, by a token, or by the name of a test card.
extension World {
    static let cardParameters = ["number", "exp_month", "exp_year", "cvc", "token"]

    mutating func createMethod(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow("type", "card", "billing_details", "metadata", "allow_redisplay", "client_secret")
        return try makeMethod(call.parameters, call).json()
    }

    /// From `payment_method_data`, or the like.
    mutating func makeMethod(_ parameters: Parameters, _ call: Call) throws(Refusal) -> PaymentMethod {
        guard try parameters.required("type") == "card" else {
            throw .parameter("type", "The sandbox knows payment methods of the type `card` only.")
        }
        guard let fields = try parameters.inside("card") else { throw .missingParameter("card") }
        try fields.allow(Self.cardParameters)
        let billing = try BillingDetails(try parameters.inside("billing_details"))
        let metadata = try parameters.metadata()
        if let token = try fields.given("token") {
            guard token.hasPrefix("tok_"), let card = TestCard.named(String(token.dropFirst(4))) else {
                throw .missing("token", token, param: "card[token]").asParameter()
            }
            return keep(card, (12, Self.year(call.now) + 1), billing, metadata, call)
        }
        let card = try card(typed: try fields.required("number"))
        let month = try fields.integer("exp_month") ?? 0
        var year = try fields.integer("exp_year") ?? 0
        if (0...99).contains(year) { year += 2000 }
        guard (1...12).contains(month) else {
            throw .card("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month")
        }
        guard year >= Self.year(call.now), year <= Self.year(call.now) + 50,
            year > Self.year(call.now) || month >= Self.month(call.now)
        else { throw .card("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year") }
        if let cvc = try fields.given("cvc") {
            guard (3...4).contains(cvc.utf8.count), cvc.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw .card("invalid_cvc", "Your card's security code is invalid.", "cvc")
            }
        }
        return keep(card, (month, year), billing, metadata, call)
    }

    /// An identifier of ours, or `pm_card_visa` and the like, of which each use makes a new one.
    mutating func method(_ id: String, _ call: Call) throws(Refusal) -> PaymentMethod {
        if id.hasPrefix("pm_card_"), let card = TestCard.named(String(id.dropFirst("pm_card_".count))) {
            return keep(card, (12, Self.year(call.now) + 1), BillingDetails(), [:], call)
        }
        guard let method = methods[id], method.account == call.account else {
            throw .missing("PaymentMethod", id, param: "payment_method").asParameter()
        }
        return method
    }

    private func card(typed number: String) throws(Refusal) -> TestCard {
        if let card = TestCard.numbered(number) { return card }
        let digits = number.utf8.filter { $0 != 0x20 && $0 != 0x2D }
        guard (12...19).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }), Luhn.holds(digits)
        else { throw .card("incorrect_number", "Your card number is incorrect.", "number") }
        var refusal = Refusal.card(Decline.live.code, Decline.live.message, "number")
        refusal.declineCode = Decline.live.declineCode
        throw refusal
    }

    private mutating func keep(
        _ card: TestCard, _ expiry: (month: Int, year: Int), _ billing: BillingDetails, _ metadata: [String: String],
        _ call: Call
    ) -> PaymentMethod {
        let method = PaymentMethod(
            id: call.mint.id("pm"), account: call.account, created: call.now, cardName: card.name,
            expMonth: expiry.month, expYear: expiry.year, billing: billing, customer: nil, metadata: metadata)
        methods.put(method)
        return method
    }

    private static func year(_ now: Int) -> Int { CalendarDate(daysSinceEpoch: now / 86_400).components.year }
    private static func month(_ now: Int) -> Int { CalendarDate(daysSinceEpoch: now / 86_400).components.month }
}

/// The check digit of card numbers (ISO/IEC 7812-1, annex B).
enum Luhn {
    static func holds(_ digits: [UInt8]) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, place in
            let digit = Int(place.element) - 0x30
            let weighed = place.offset % 2 == 0 ? digit : digit * 2
            return sum + (weighed > 9 ? weighed - 9 : weighed)
        }
        return sum % 10 == 0
    }
}

extension Refusal {
    /// What is wrong with the card itself.
    static func card(_ code: String, _ message: String, _ param: String?) -> Refusal {
        Refusal(status: 402, type: "card_error", code: code, param: param, message: message)
    }
}
