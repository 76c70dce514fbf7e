import Vocabulary

/// How Stripe counts money (docs.stripe.com/currencies): not in every currency as ISO 4217 does.
struct StripeCurrency: Sendable, Equatable {
    /// Lower case, as Stripe writes it.
    let code: String

    static let amountMax = 99_999_999
    /// Currencies whose units are small enough for more digits.
    private static let amountMaxLarge = 999_999_999_999
    private static let large: Set = ["idr", "cop", "huf", "vnd", "lbp", "inr"]
    private static let zero: Set = [
        "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf",
    ]
    private static let three: Set = ["bhd", "jod", "kwd", "omr", "tnd"]
    /// Without decimals in fact, and written with two all the same.
    private static let wholeOnly: Set = ["isk", "ugx"]
    /// Paid out in whole units, though charged with decimals.
    private static let wholePayouts: Set = ["isk", "ugx", "huf", "twd"]
    private static let minimum = [
        "usd": 50, "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250,
        "eur": 50, "gbp": 30, "hkd": 400, "huf": 17_500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300,
        "nzd": 50, "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000,
    ]
    /// ISO 4217's currencies that Stripe takes no card payment in.
    private static let refused: Set = [
        "irr", "kpw", "syp", "cup", "sdg", "ssp", "ern", "ves", "ved", "iqd", "lyd", "clf", "uyw", "uyi", "bov", "che",
        "chw", "cou", "mxv", "usn", "xad",
    ]

    /// - Throws: `Refusal` for a currency that Stripe does not know.
    init(_ text: String, param: String = "currency") throws(Refusal) {
        let code = text.lowercased()
        let isKnown = CurrencyCode(code.uppercased()) != nil && !Self.refused.contains(code)
        guard isKnown else {
            throw .parameter(
                param, "Invalid currency: \(text). Stripe currently supports these currencies: usd, eur, gbp, jpy, …")
        }
        self.code = code
    }

    init(known code: String) { self.code = code }

    var decimals: Int { Self.zero.contains(code) ? 0 : Self.three.contains(code) ? 3 : 2 }

    var minorPerMajor: Int { decimals == 0 ? 1 : decimals == 3 ? 1000 : 100 }

    /// - Throws: `Refusal` for an amount that no card can be charged with.
    func checkCharge(_ amount: Int, param: String = "amount") throws(Refusal) {
        guard amount > 0 else {
            throw .parameter(
                param, "This value must be greater than or equal to 1.", code: "parameter_invalid_integer")
        }
        try checkSteps(amount, param: param)
        guard amount >= Self.minimum[code] ?? 1 else {
            throw .parameter(
                param, "Amount must be at least \(text(Self.minimum[code] ?? 1))", code: "amount_too_small")
        }
        let most = Self.large.contains(code) ? Self.amountMaxLarge : Self.amountMax
        guard amount <= most else {
            throw .parameter(param, "Amount must be no more than \(text(most))", code: "amount_too_large")
        }
    }

    /// Three decimals end in a nought; a currency without decimals in fact has two of them.
    func checkSteps(_ amount: Int, param: String = "amount") throws(Refusal) {
        if Self.wholeOnly.contains(code), amount % 100 != 0 {
            throw .parameter(
                param,
                "Invalid amount. Currency \(code.uppercased()) has become effectively zero-decimal and charged amounts "
                    + "must be evenly divisible by 100. See https://stripe.com/docs/currencies#special-cases for more "
                    + "information.", code: "invalid_charge_amount_no_decimal_compatible")
        }
        if decimals == 3, amount % 10 != 0 {
            throw .parameter(
                param, "Invalid amount. Amounts in \(code.uppercased()) must be evenly divisible by 10.",
                code: "parameter_invalid_integer")
        }
    }

    func checkPayout(_ amount: Int) throws(Refusal) {
        guard amount > 0 else {
            throw .parameter(
                "amount", "This value must be greater than or equal to 1.", code: "parameter_invalid_integer")
        }
        if Self.wholePayouts.contains(code), amount % 100 != 0 {
            throw .parameter("amount", "Payouts in \(code.uppercased()) must be evenly divisible by 100.")
        }
    }

    /// `129.00 EUR`, for messages and pages.
    func text(_ amount: Int) -> String {
        guard decimals > 0 else { return "\(amount) \(code.uppercased())" }
        let magnitude = Int(amount.magnitude)
        let fraction = String(magnitude % minorPerMajor + minorPerMajor).dropFirst()
        return "\(amount < 0 ? "-" : "")\(magnitude / minorPerMajor).\(fraction) \(code.uppercased())"
    }
}
