import Crypto
import Foundation

/// A record as it stands after a request; no text when it is gone.
struct JournalChange: Sendable, Equatable {
    let kind: String
    let id: String
    let record: String?
}

/// All that one request changed, as one line: a digest, then kind, identifier and record of each change. Records are
/// JSON, which holds neither a raw tab nor a line's end.
enum JournalLine {
    private static let digestSigns = 16

    static func write(_ changes: [JournalChange]) -> [UInt8] {
        let body = changes.map { "\($0.kind) \($0.id) \($0.record ?? "-")" }.joined(separator: "\t")
        return Array("\(digest(body.utf8))\t\(body)\n".utf8)
    }

    /// Nil for a line that was not written to its end, or is damaged.
    static func read(_ line: some Collection<UInt8>) -> [JournalChange]? {
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: "\t", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return nil }
        guard digest(text.dropFirst(parts[0].count + 1).utf8) == parts[0] else { return nil }
        var changes: [JournalChange] = []
        for part in parts.dropFirst() {
            let words = part.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard words.count == 3 else { return nil }
            changes.append(
                JournalChange(
                    kind: String(words[0]), id: String(words[1]), record: words[2] == "-" ? nil : String(words[2])))
        }
        return changes
    }

    private static func digest(_ bytes: some Sequence<UInt8>) -> String {
        let digest = SHA256.hash(data: Data(bytes))
        return String(digest.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined().prefix(digestSigns))
    }
}
