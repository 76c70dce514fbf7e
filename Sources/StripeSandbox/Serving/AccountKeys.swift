import Crypto
import Foundation
import Vocabulary

/// The keys of a merchant's account, made of its name and the sandbox's control token: whoever has that token knows
/// them without asking, and they are the same after a new beginning.
package struct AccountKeys: Sendable, Equatable {
    package let secretKey: String
    package let publishableKey: String

    package init(of name: String, controlToken: String) {
        secretKey = "sk_test_\(Self.digest("secret", name, controlToken))"
        publishableKey = "pk_test_\(Self.digest("publishable", name, controlToken))"
    }

    /// - Returns: nil for a key that is not of Stripe's test mode.
    package init?(secretKey: String) {
        let name = secretKey.dropFirst("sk_test_".count)
        guard secretKey.hasPrefix("sk_test_"), (8...200).contains(name.count),
            name.utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
            })
        else { return nil }
        self.secretKey = secretKey
        publishableKey = "pk_test_\(name)"
    }

    private static func digest(_ kind: String, _ name: String, _ token: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(kind) \(name)".utf8), using: SymmetricKey(data: Data(token.utf8)))
        return Base32.encode(code)
    }
}

/// Whom a key belongs to.
struct KeyHolder: Sendable, Equatable {
    let account: String
    let isPublishable: Bool
}

extension World {
    static func digest(_ key: String) -> String {
        Base32.encode(SHA256.hash(data: Data(key.utf8)))
    }

    mutating func knowKeys(_ account: Account) {
        if let key = account.secretKey {
            keyHolders[Self.digest(key)] = KeyHolder(account: account.id, isPublishable: false)
        }
        if let key = account.publishableKey {
            keyHolders[Self.digest(key)] = KeyHolder(account: account.id, isPublishable: true)
        }
    }

    /// Makes a merchant's account, or finds the one that has the key.
    mutating func openAccount(
        _ name: String, _ keys: AccountKeys, country: String, currency: String, origins: [String], _ call: Call
    ) -> Account {
        if let holder = keyHolders[Self.digest(keys.secretKey)], var account = accounts[holder.account] {
            if account.origins != origins || account.name != name {
                (account.origins, account.name) = (origins, name)
                accounts.put(account)
            }
            return account
        }
        let id = call.mint.id("acct", 16)
        let account = Account(
            id: id, account: id, created: call.now, name: name, country: country, currency: currency, type: "standard",
            secretKey: keys.secretKey, publishableKey: keys.publishableKey, origins: origins)
        accounts.put(account)
        knowKeys(account)
        return account
    }
}
