import Crypto
import Foundation
import Tenancy

/// Signs a mail in its domain's name, headers and body in the relaxed form (RFC 6376, 3.4).
enum DKIMSignature {
    /// What is signed where it is there. `From` twice, so that none can be added (8.15).
    private static let signed = [
        "from", "from", "to", "reply-to", "subject", "date", "message-id", "mime-version", "content-type",
        "content-language", "list-unsubscribe", "list-unsubscribe-post",
    ]

    /// The mail with its signature in front.
    static func sign(_ message: String, with key: DKIMKey, domain: HostName, at instant: Date) throws -> String {
        // By scalar: to Swift `\r\n` is one character, and neither half of it is found.
        guard let blank = message.range(of: "\r\n\r\n", options: .literal) else { return message }
        let fields = unfolded(String(message[..<blank.lowerBound]))
        let present = signed.filter { name in name == "from" || fields.contains { $0.name == name } }
        let bodyHash = Data(SHA256.hash(data: relaxedBody(Array(message[blank.upperBound...].utf8))))
        let tags =
            [
                "v=1;", "a=\(key.algorithm.rawValue);", "c=relaxed/relaxed;", "d=\(domain.ascii);",
                "s=\(key.selector);",
                "t=\(Int(instant.timeIntervalSince1970));",
            ] + list(present) + [
                "bh=\(bodyHash.base64EncodedString());", "b=",
            ]
        let unsigned = HeaderField.tokens("DKIM-Signature", tags)
        var left = fields
        let covered = present.compactMap { name -> String? in
            // Of several the last one counts; one that is not there is signed as absent.
            guard let index = left.lastIndex(where: { $0.name == name }) else { return nil }
            return relaxed(left.remove(at: index)) + "\r\n"
        }
        let own = relaxed(unfolded(unsigned.trimmingCharacters(in: .newlines))[0])
        let signature = try key.signature(over: covered.joined() + own)
        return unsigned.trimmingCharacters(in: .newlines) + wrapped(signature) + "\r\n" + message
    }

    /// The `h=` tag in tokens short enough to be folded between.
    private static func list(_ names: [String]) -> [String] {
        let ended = names.enumerated().map { $0.element + ($0.offset + 1 == names.count ? ";" : ":") }
        return stride(from: 0, to: ended.count, by: 4).map { start in
            (start == 0 ? "h=" : "") + ended[start..<min(start + 4, ended.count)].joined()
        }
    }

    /// Folded as white space inside `b=`, which verifiers take away.
    private static func wrapped(_ signature: String) -> String {
        var text = ""
        for (index, character) in signature.enumerated() {
            if index.isMultiple(of: 70) { text += "\r\n " }
            text.append(character)
        }
        return text
    }

    private static func unfolded(_ head: String) -> [(name: String, value: String)] {
        head.replacing("\r\n ", with: " ").replacing("\r\n\t", with: " ").components(separatedBy: "\r\n").compactMap {
            line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), String(line[line.index(after: colon)...]))
        }
    }

    private static func relaxed(_ field: (name: String, value: String)) -> String {
        let value = field.value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
        return "\(field.name):\(value)"
    }

    private static func relaxedBody(_ body: [UInt8]) -> [UInt8] {
        var lines: [[UInt8]] = [[]]
        var index = 0
        while index < body.count {
            if body[index] == 0x0D, index + 1 < body.count, body[index + 1] == 0x0A {
                lines.append([])
                index += 2
            } else {
                let isSpace = body[index] == 0x20 || body[index] == 0x09
                if !isSpace { lines[lines.count - 1].append(body[index]) }
                if isSpace, lines[lines.count - 1].last != 0x20 { lines[lines.count - 1].append(0x20) }
                index += 1
            }
        }
        lines = lines.map { $0.last == 0x20 ? Array($0.dropLast()) : $0 }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.flatMap { $0 + [0x0D, 0x0A] }
    }
}
