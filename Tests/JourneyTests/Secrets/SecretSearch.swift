import Foundation

/// Looks for secrets in what leaves us: as they are, and in the forms in which bytes are written as text.
struct SecretSearch {
    struct Planted {
        let name: String
        /// All that would give it away.
        let forms: [String]

        init(_ name: String, _ secret: String) {
            self.name = name
            let bytes = Array(secret.utf8)
            let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            // Base 64 depends on where the text begins within its three bytes: what is the same wherever else it stands.
            let base64 = (0..<3).map { shift in
                let text = Data(Array(repeating: 0, count: shift) + bytes).base64EncodedString()
                return String(text.dropFirst(shift == 0 ? 0 : shift + 1).prefix { $0 != "=" }.dropLast())
            }
            forms =
                [secret, hex, hex.uppercased()] + base64
                + base64.map { $0.replacing("+", with: "-").replacing("/", with: "_") }
        }
    }

    /// Shorter ones stand everywhere by chance.
    static let lengthMin = 12

    private(set) var planted: [Planted] = []

    mutating func plant(_ name: String, _ secret: String) {
        precondition(secret.utf8.count >= Self.lengthMin, "\(name) is too short to be looked for")
        planted.append(Planted(name, secret))
    }

    /// The names of those that a text holds in any form.
    func found(in text: String) -> [String] {
        planted.filter { planted in planted.forms.contains { text.utf8.contains($0.utf8) } }.map(\.name)
    }
}

extension String.UTF8View {
    /// By bytes: dumps are long, and their letters of no interest.
    fileprivate func contains(_ other: String.UTF8View) -> Bool {
        let (whole, part) = (Data(self), Data(other))
        return whole.range(of: part) != nil
    }
}
