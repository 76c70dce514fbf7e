import Vocabulary

/// One request that is to be carried out: whose, what, and when, with all that comes in from outside.
struct Call: Sendable {
    /// The account that is acted on: the key's own, or the connected one that `Stripe-Account` names.
    var account: String
    /// The key's own account.
    var platform: String
    /// A publishable key: it opens only what its client secret names.
    var isPublishable = false
    /// What stands in the path between the fixed words.
    var arguments: [String] = []
    var parameters = Parameters(.empty)
    /// Seconds since 1970 by the sandbox's clock.
    let now: Int
    /// The same by the machine's, which nobody advances: deliveries wait by it.
    let machineTime: Int
    let requestID: String
    var idempotencyKey: String?
    /// Where the sandbox is reached, for addresses in answers.
    let baseURL: String
    let mint: Mint

    var id: String { arguments.first ?? "" }
}

/// Makes Stripe's kinds of identifiers.
struct Mint: Sendable {
    let secrets: SecretSource

    /// `pi_` and the like, and letters and digits.
    func id(_ prefix: String, _ count: Int = 24) -> String { "\(prefix)_\(letters(count))" }

    func letters(_ count: Int) -> String {
        // 248 is the largest multiple of 62 in a byte, so that no sign comes more often than another.
        var signs: [UInt8] = []
        while signs.count < count {
            signs += secrets.bytes(count).filter { $0 < 248 }.map { Self.alphabet[Int($0) % 62] }
        }
        return String(decoding: signs.prefix(count), as: UTF8.self)
    }

    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
}
