import Foundation

/// A password as the table holds it: scrypt (RFC 7914) with the cost that OWASP asks for, written so that the
/// cost can be raised later and old hashes still be read.
package struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
    package struct Cost: Hashable, Sendable {
        /// Base-two logarithm of N.
        let logRounds: Int
        let blockSize: Int
        let parallelism: Int

        /// OWASP Password Storage Cheat Sheet: N = 2^14, r = 8, p = 5; 16 MiB while it runs.
        package static let present = Cost(logRounds: 14, blockSize: 8, parallelism: 5)
        /// What is read back at most: a row must not decide how much memory a log-in takes.
        static let logRoundsMax = 17
        static let factorMax = 16

        package init(logRounds: Int, blockSize: Int, parallelism: Int) {
            self.logRounds = logRounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }
    }

    static let saltBytes = 16
    static let digestBytes = 32

    let cost: Cost
    private let salt: Data
    private let digest: Data

    /// Takes as long as the cost says; not on an event loop.
    init(_ password: String, salt: [UInt8], cost: Cost) throws {
        self.cost = cost
        self.salt = Data(salt)
        digest = try Self.derive(password, self.salt, cost)
    }

    /// `$scrypt$ln=14,r=8,p=5$<salt>$<digest>` in base64; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Cost(parts[2]),
            let salt = Data(base64Encoded: String(parts[3])), salt.count == Self.saltBytes,
            let digest = Data(base64Encoded: String(parts[4])), digest.count == Self.digestBytes
        else { return nil }
        self.cost = cost
        self.salt = salt
        self.digest = digest
    }

    package var description: String {
        "$scrypt$\(cost)$\(salt.base64EncodedString())$\(digest.base64EncodedString())"
    }

    /// Looks at every byte, wherever the first difference is.
    func matches(_ password: String) throws -> Bool {
        zip(try Self.derive(password, salt, cost), digest).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Composed first (RFC 8265 §4.2): two keyboards may type one letter in two ways.
    private static func derive(_ password: String, _ salt: Data, _ cost: Cost) throws -> Data {
        Data(
            try Scrypt.derive(
                from: password.precomposedStringWithCanonicalMapping.utf8, salt: salt, rounds: 1 << cost.logRounds,
                blockSize: cost.blockSize, parallelism: cost.parallelism, bytes: digestBytes))
    }
}

extension PasswordHash.Cost: CustomStringConvertible {
    package var description: String { "ln=\(logRounds),r=\(blockSize),p=\(parallelism)" }

    fileprivate init?(_ text: Substring) {
        var numbers: [Int] = []
        for (part, name) in zip(text.split(separator: ","), ["ln=", "r=", "p="]) {
            guard part.hasPrefix(name), let number = Int(part.dropFirst(name.count)), number > 0 else { return nil }
            numbers.append(number)
        }
        guard numbers.count == 3, text.filter({ $0 == "," }).count == 2, numbers[0] <= Self.logRoundsMax,
            numbers[1] <= Self.factorMax, numbers[2] <= Self.factorMax
        else { return nil }
        self.init(logRounds: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
    }
}
