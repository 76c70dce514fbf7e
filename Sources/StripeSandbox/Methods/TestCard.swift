/// A card of Stripe's test mode (docs.stripe.com/testing): how it looks, and what becomes of it. Only these exist here,
/// and of each only its name is ever kept.
struct TestCard: Sendable {
    enum Challenge: Sendable {
        /// Never asked of the holder unless the merchant wishes it.
        case optional
        /// Asked unless the card was set up for use without its holder.
        case unlessSetUp
        case always
        /// The card knows of no such thing.
        case unsupported
    }

    enum Aftermath: Sendable, Equatable {
        case none
        case dispute(String)
        /// An inquiry, which takes no money.
        case inquiry
        /// Refunds are pending at first.
        case pendingRefund
        /// Refunds fail when they seemed done.
        case failingRefund
    }

    let name: String
    let number: String
    var brand = "visa"
    var country = "US"
    var funding = "credit"
    var challenge = Challenge.optional
    var decline: Decline?
    /// The card can be saved all the same.
    var declinesOnlyCharges = false
    /// Declined once the holder has been asked.
    var declineAfterChallenge: Decline?
    var aftermath = Aftermath.none
    /// Money is available at once.
    var isAvailableAtOnce = false
    var checksFail = false

    var last4: String { String(number.suffix(4)) }
}

/// Why an issuer says no, in Stripe's words.
struct Decline: Sendable, Equatable {
    let code: String
    let declineCode: String
    let message: String

    init(_ code: String, _ declineCode: String, _ message: String) {
        self.code = code
        self.declineCode = declineCode
        self.message = message
    }

    static let generic = Decline("card_declined", "generic_decline", "Your card was declined.")
    static let funds = Decline("card_declined", "insufficient_funds", "Your card has insufficient funds.")
    static let lost = Decline("card_declined", "lost_card", "Your card was declined.")
    static let stolen = Decline("card_declined", "stolen_card", "Your card was declined.")
    static let velocity = Decline(
        "card_declined", "card_velocity_exceeded",
        "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.")
    static let expired = Decline("expired_card", "expired_card", "Your card has expired.")
    static let cvc = Decline("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.")
    static let processing = Decline(
        "processing_error", "processing_error",
        "An error occurred while processing your card. Try again in a little bit.")
    static let fraudulent = Decline("card_declined", "fraudulent", "Your card was declined.")
    static let authentication = Decline(
        "authentication_required", "authentication_required",
        "Your card was declined. This transaction requires authentication.")
    static let live = Decline(
        "card_declined", "test_mode_live_card",
        "Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test "
            + "cards, visit: https://stripe.com/docs/testing.")
}
