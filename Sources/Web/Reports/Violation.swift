/// What is worth knowing of one report, in words from fixed lists, so that whoever reports cannot make series or
/// lines of their own.
struct Violation: Hashable {
    /// Those of CSP 3 §6; anything else is `other`.
    private static let directives: Set<String> = [
        "base-uri", "child-src", "connect-src", "default-src", "font-src", "form-action", "frame-ancestors",
        "frame-src",
        "img-src", "manifest-src", "media-src", "object-src", "script-src", "script-src-attr", "script-src-elem",
        "style-src", "style-src-attr", "style-src-elem", "worker-src",
    ]
    private static let words: Set<String> = ["inline", "eval", "self", "data", "blob", "wasm-eval"]
    private static let hostBytesMax = 100

    let directive: String
    /// `inline`, `eval`, a scheme, or scheme and host: never a path.
    let blocked: String

    private init(directive: String?, blocked: String?) {
        let first = directive?.split(separator: " ").first.map(String.init) ?? ""
        self.directive = Self.directives.contains(first) ? first : "other"
        self.blocked = Self.site(blocked ?? "")
    }

    /// Of either format; empty for anything else.
    static func all(in value: InputValue) -> [Violation] {
        if case .list(let items) = value {
            return items.compactMap { item in
                guard item["type"] == .text("csp-violation"), let body = item["body"] else { return nil }
                return Violation(
                    directive: body.textMember("effectiveDirective"), blocked: body.textMember("blockedURL"))
            }
        }
        guard let body = value["csp-report"], case .object = body else { return [] }
        return [
            Violation(
                directive: body.textMember("effective-directive") ?? body.textMember("violated-directive"),
                blocked: body.textMember("blocked-uri"))
        ]
    }

    private static func site(_ address: String) -> String {
        if words.contains(address) { return address }
        let parts = address.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[1].isEmpty, ["http:", "https:", "ws:", "wss:"].contains(parts[0]),
            !parts[2].isEmpty, parts[2].utf8.count <= hostBytesMax, parts[2].utf8.allSatisfy(isOfHost)
        else { return "other" }
        return "\(parts[0])//\(parts[2])"
    }

    /// No user and password before an `@`.
    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"): true
        default: false
        }
    }
}

extension InputValue {
    fileprivate func textMember(_ name: String) -> String? {
        if case .text(let text)? = self[name] { text } else { nil }
    }
}
