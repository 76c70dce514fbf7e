import Foundation
import NIOHTTP1
import TestSupport

/// What an answer tells once the request's own words are taken out of it.
struct SweptAnswer: Sendable {
    let status: Int
    let isReplay: Bool
    /// Fields and body, without what differs between any two answers.
    let text: String

    init(_ reply: Wire.Reply, to request: SweptRequest) {
        status = reply.status
        isReplay = reply.headers.contains(name: "idempotent-replayed")
        let passing: Set<String> = [
            "date", "x-request-id", "content-length", "traceparent", "server-timing", "ratelimit",
        ]
        let fields = reply.headers.filter { !passing.contains($0.name.lowercased()) }.map { "\($0.name): \($0.value)" }
        var text = (fields.sorted() + [reply.body]).joined(separator: "\n")
        // Bytes are looked through first: hardly any answer holds a spelling, and Foundation's search is a hundred
        // times as slow over all that the sweep is told.
        var lower = LowerText(text)
        for (name, value) in request.shown.sorted(by: { $0.value.count > $1.value.count }) {
            for spelling in Self.spellings(of: value) where lower.holds(spelling) {
                text = text.replacingOccurrences(of: spelling, with: "<\(name)>", options: .caseInsensitive)
                lower = LowerText(text)
            }
        }
        if let id = reply.headers.first(name: "x-request-id") {
            text = text.replacingOccurrences(of: id, with: "<request>")
        }
        self.text = Self.passing.reduce(text) { text, pattern in
            text.replacingOccurrences(of: pattern, with: "<passing>", options: .regularExpression)
        }
    }

    /// As they stand, in an address, in a page.
    private static func spellings(of value: String) -> [String] {
        let bare = value.split(separator: "=", maxSplits: 1).last.map(String.init) ?? value
        let encoded = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value
        let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
        return [
            value, bare, encoded, value.addingPercentEncoding(withAllowedCharacters: unreserved) ?? value,
            value.replacingOccurrences(of: "@", with: "&#64;"),
        ].filter { !$0.isEmpty }
    }

    /// Instants, keys of forms, seals and cookies that are new each time.
    private static let passing = [
        #"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"#, #"name="idempotency_key" value="[^"]*""#,
        #"name="csrf_token" value="[^"]*""#, #"__Host-[a-z]+=[^;\n]*"#,
    ]

    /// The words in it that it should not know. A short one is not looked for in an offer's seal: of four letters,
    /// some seal in thousands of answers holds one by chance.
    func leaks(_ secrets: [String]) -> [String] {
        let lower = LowerText(text)
        let found = secrets.filter { lower.holds($0) }
        guard found.contains(where: { $0.count < Self.shortBelow }) else { return found }
        let legible = LowerText(
            text.lowercased().replacingOccurrences(of: Self.seal, with: "<seal>", options: .regularExpression))
        return found.filter { $0.count >= Self.shortBelow || legible.holds($0) }
    }

    private static let shortBelow = 8
    private static let seal = "[a-z0-9_-]{100,}"
}

/// A text to look for words in, whatever their case.
private struct LowerText {
    private let characters: [CChar]

    /// The C library's search ends at a zero, which a picture's bytes hold.
    init(_ text: String) {
        characters = text.lowercased().utf8.map { $0 == 0 ? 1 : CChar(bitPattern: $0) } + [0]
    }

    func holds(_ word: String) -> Bool { strstr(characters, word.lowercased()) != nil }
}
