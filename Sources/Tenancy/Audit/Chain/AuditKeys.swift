import Crypto
package import Foundation
package import Vocabulary

/// Where a chain begins and ends.
struct AuditHead: Equatable {
    let chain: UUID
    var lastNumber: Int
    var lastHash: [UInt8]
    /// Entries up to here were dropped when their time was over; 0 where none was.
    var droppedThrough: Int
    var droppedHash: [UInt8]

    static func beginning(_ chain: UUID) -> AuditHead {
        let genesis = AuditChain.genesis(chain)
        return AuditHead(chain: chain, lastNumber: 0, lastHash: genesis, droppedThrough: 0, droppedHash: genesis)
    }
}

/// Where a chain stood at the end of a day: kept elsewhere, it holds the whole past of that day in place.
package struct AuditRoot: Hashable, Sendable {
    package let chain: UUID
    package let day: CalendarDate
    package let number: Int
    package let hash: [UInt8]

    /// The chain of what operators did.
    package static let platformChain = AuditChain.platform

    package init(chain: UUID, day: CalendarDate, number: Int, hash: [UInt8]) {
        self.chain = chain
        self.day = day
        self.number = number
        self.hash = hash
    }
}

/// Marks what the database keeps of a chain with keys that it does not have: whoever can write every table can
/// make another chain, but not its end.
struct AuditKeys {
    struct Mark {
        let key: Int
        let mac: [UInt8]
    }

    enum Judgement {
        case good
        case forged
        /// The master key of that number is not configured here.
        case unknown
    }

    let masterKeys: MasterKeys

    func mark(_ head: AuditHead) -> Mark { mark(Self.text(head)) }
    func mark(_ root: AuditRoot) -> Mark { mark(Self.text(root)) }
    func judge(_ head: AuditHead, _ mark: Mark) -> Judgement { judge(Self.text(head), mark) }
    func judge(_ root: AuditRoot, _ mark: Mark) -> Judgement { judge(Self.text(root), mark) }

    private func mark(_ text: [UInt8]) -> Mark {
        let key = masterKeys.current
        return Mark(
            key: key.number,
            mac: Array(HMAC<SHA256>.authenticationCode(for: text, using: key.derived(for: Self.purpose))))
    }

    private func judge(_ text: [UInt8], _ mark: Mark) -> Judgement {
        guard let key = masterKeys.key(number: mark.key) else { return .unknown }
        let isGood = HMAC<SHA256>.isValidAuthenticationCode(
            mark.mac, authenticating: text, using: key.derived(for: Self.purpose))
        return isGood ? .good : .forged
    }

    private static let purpose = "audit-chain"

    private static func text(_ head: AuditHead) -> [UInt8] {
        var digest = AuditDigest("head")
        digest.add(head.chain.text)
        digest.add(String(head.lastNumber))
        digest.add(head.lastHash)
        digest.add(String(head.droppedThrough))
        digest.add(head.droppedHash)
        return digest.bytes
    }

    private static func text(_ root: AuditRoot) -> [UInt8] {
        var digest = AuditDigest("root")
        digest.add(root.chain.text)
        digest.add(root.day.description)
        digest.add(String(root.number))
        digest.add(root.hash)
        return digest.bytes
    }
}
