import Foundation
import Web
import Yams

/// The real catalogues, with as much of MessageFormat as the fixtures need: arguments, numbers and plurals.
struct FixtureText: PageText {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    let language: String
    private let messages: [String: String]

    init(language: String, overrides: [String: String] = [:]) throws {
        self.language = language
        var messages: [String: String] = [:]
        let folder = Self.directory.appendingPathComponent("locales/\(language)")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".yml") {
            let yaml = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            Self.flatten(try Yams.load(yaml: yaml) as Any, prefix: "", into: &messages)
        }
        self.messages = messages.merging(overrides) { _, override in override }
    }

    var keys: Set<String> { Set(messages.keys) }

    func text(_ key: String) -> String? { messages[key] }

    func callAsFunction(_ key: String, _ arguments: [String: Any] = [:]) -> String {
        guard let message = messages[key] else { return "⟦\(key)⟧" }
        return format(Array(message), arguments)
    }

    private func format(_ message: [Character], _ arguments: [String: Any]) -> String {
        var output = ""
        var index = 0
        while index < message.count {
            guard message[index] == "{" else {
                output.append(message[index])
                index += 1
                continue
            }
            let end = Self.closing(message, from: index)
            output += expand(String(message[(index + 1)..<end]), arguments)
            index = end + 1
        }
        return output
    }

    private func expand(_ placeholder: String, _ arguments: [String: Any]) -> String {
        let parts = placeholder.split(separator: ",", maxSplits: 2).map { $0.trimmingCharacters(in: .whitespaces) }
        let value = arguments[parts[0]]
        guard parts.count == 3, parts[1] == "plural", let count = value as? Int else {
            return (value as? Int).map(number) ?? value as? String ?? "⟦\(parts[0])⟧"
        }
        let branches = Self.branches(parts[2])
        let branch = branches["=\(count)"] ?? branches[category(count)] ?? branches["other"] ?? ""
        return format(Array(branch.replacingOccurrences(of: "#", with: number(count))), arguments)
    }

    func number(_ value: Int) -> String { value.formatted(.number.locale(Locale(identifier: language))) }

    /// CLDR's rules for integers.
    private func category(_ count: Int) -> String {
        switch language {
        case "ja": return "other"
        case "ru":
            let (ten, hundred) = (count % 10, count % 100)
            if ten == 1 && hundred != 11 { return "one" }
            return (2...4).contains(ten) && !(12...14).contains(hundred) ? "few" : "many"
        case "ar":
            switch (count, count % 100) {
            case (0, _): return "zero"
            case (1, _): return "one"
            case (2, _): return "two"
            case (_, 3...10): return "few"
            case (_, 11...99): return "many"
            default: return "other"
            }
        default: return count == 1 ? "one" : "other"
        }
    }

    private static func branches(_ text: String) -> [String: String] {
        var branches: [String: String] = [:]
        let characters = Array(text)
        var index = 0
        while let open = characters[index...].firstIndex(of: "{") {
            let name = String(characters[index..<open]).trimmingCharacters(in: .whitespaces)
            let end = closing(characters, from: open)
            branches[name] = String(characters[(open + 1)..<end])
            index = end + 1
        }
        return branches
    }

    private static func closing(_ text: [Character], from open: Int) -> Int {
        var depth = 0
        for index in open..<text.count {
            if text[index] == "{" { depth += 1 }
            if text[index] == "}" { depth -= 1 }
            if depth == 0 { return index }
        }
        return text.count - 1
    }

    private static func flatten(_ node: Any, prefix: String, into messages: inout [String: String]) {
        if let map = node as? [String: Any] {
            for (key, value) in map {
                flatten(value, prefix: prefix.isEmpty ? key : "\(prefix).\(key)", into: &messages)
            }
        } else {
            messages[prefix] = String(describing: node)
        }
    }
}
