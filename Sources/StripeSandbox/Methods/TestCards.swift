/// The cards there are.
extension TestCard {
    static func named(_ name: String) -> TestCard? { byName[name] }

    /// By its whole number, however it is spaced.
    static func numbered(_ number: String) -> TestCard? { byNumber[number.filter { $0 != " " && $0 != "-" }] }

    static let all: [TestCard] = brands + declines + challenges + aftermaths

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) }).merging(aliases) { $1 }
    private static let byNumber = Dictionary(all.map { ($0.number, $0) }) { first, _ in first }

    private static let brands: [TestCard] = [
        TestCard(name: "visa", number: "4242424242424242"),
        TestCard(name: "visa_debit", number: "4000056655665556", funding: "debit"),
        TestCard(name: "mastercard", number: "5555555555554444", brand: "mastercard"),
        TestCard(name: "mastercard_debit", number: "5200828282828210", brand: "mastercard", funding: "debit"),
        TestCard(name: "mastercard_prepaid", number: "5105105105105100", brand: "mastercard", funding: "prepaid"),
        TestCard(name: "amex", number: "378282246310005", brand: "amex", challenge: .unsupported),
        TestCard(name: "discover", number: "6011111111111117", brand: "discover"),
        TestCard(name: "diners", number: "3056930009020004", brand: "diners"),
        TestCard(name: "jcb", number: "3566002020360505", brand: "jcb", country: "JP"),
        TestCard(name: "unionpay", number: "6200000000000005", brand: "unionpay", country: "CN"),
        TestCard(name: "de", number: "4000002760000016", country: "DE"),
        TestCard(name: "fr", number: "4000002500000003", country: "FR"),
        TestCard(name: "gb", number: "4000008260000000", country: "GB"),
        TestCard(name: "jp", number: "4000003920000003", country: "JP"),
        TestCard(name: "ae", number: "4000007840000001", country: "AE"),
    ]

    private static let declines: [TestCard] = [
        TestCard(name: "chargeDeclined", number: "4000000000000002", decline: .generic),
        TestCard(name: "chargeDeclinedInsufficientFunds", number: "4000000000009995", decline: .funds),
        TestCard(name: "chargeDeclinedLostCard", number: "4000000000009987", decline: .lost),
        TestCard(name: "chargeDeclinedStolenCard", number: "4000000000009979", decline: .stolen),
        TestCard(name: "chargeDeclinedVelocityLimitExceeded", number: "4000000000006975", decline: .velocity),
        TestCard(name: "chargeDeclinedExpiredCard", number: "4000000000000069", decline: .expired),
        TestCard(name: "chargeDeclinedIncorrectCvc", number: "4000000000000127", decline: .cvc),
        TestCard(name: "chargeDeclinedProcessingError", number: "4000000000000119", decline: .processing),
        TestCard(name: "chargeDeclinedFraudulent", number: "4100000000000019", decline: .fraudulent),
        TestCard(
            name: "chargeCustomerFail", number: "4000000000000341", decline: .generic, declinesOnlyCharges: true),
        TestCard(name: "cvcCheckFail", number: "4000000000000101", checksFail: true),
    ]

    private static let challenges: [TestCard] = [
        TestCard(name: "threeDSecure2Required", number: "4000000000003220", challenge: .always),
        TestCard(name: "threeDSecureRequired", number: "4000000000003063", challenge: .always),
        TestCard(name: "threeDSecureOptional", number: "4000000000003055"),
        TestCard(name: "authenticationRequiredOnSetup", number: "4000002500003155", challenge: .unlessSetUp),
        TestCard(name: "authenticationRequired", number: "4000002760003184", challenge: .always),
        TestCard(name: "authenticationRequiredSetupForOffSession", number: "4000003800000446", challenge: .unlessSetUp),
        TestCard(
            name: "threeDSecureRequiredChargeDeclined", number: "4000008400001629", challenge: .always,
            declineAfterChallenge: .generic),
        TestCard(
            name: "authenticationRequiredChargeDeclinedInsufficientFunds", number: "4000008260003178",
            challenge: .always, declineAfterChallenge: .funds),
        TestCard(name: "threeDSecureNotSupported", number: "378282246310005", brand: "amex", challenge: .unsupported),
    ]

    private static let aftermaths: [TestCard] = [
        TestCard(name: "createDispute", number: "4000000000000259", aftermath: .dispute("fraudulent")),
        TestCard(
            name: "createDisputeProductNotReceived", number: "4000000000002685",
            aftermath: .dispute("product_not_received")),
        TestCard(name: "createDisputeInquiry", number: "4000000000001976", aftermath: .inquiry),
        TestCard(name: "pendingRefund", number: "4000000000007726", aftermath: .pendingRefund),
        TestCard(name: "refundFail", number: "4000000000005126", aftermath: .failingRefund),
        TestCard(name: "bypassPending", number: "4000000000000077", isAvailableAtOnce: true),
        TestCard(name: "bypassPendingInternational", number: "4000003720000278", isAvailableAtOnce: true),
    ]

    /// Other names that Stripe has for the same.
    private static let aliases: [String: TestCard] = Dictionary(
        uniqueKeysWithValues: declines.filter { $0.name.hasPrefix("chargeDeclined") }.map { ("visa_\($0.name)", $0) }
            + brands.filter { $0.country != "US" && $0.name.count == 2 }.map { ($0.country.lowercased() + "_visa", $0) }
    )
}
