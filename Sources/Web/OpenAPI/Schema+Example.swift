import Foundation

/// A value of the schema, for the description: what its declaration gives as an example where it does, else what the
/// name of the member suggests, in the form and length that are asked for. The same each time.
extension Schema {
    /// - Parameter whole: with the members that may be left out, as answers have them; what is sent has them where
    ///   an example of them is declared.
    func example(named name: String = "", whole: Bool) -> InputValue {
        switch self {
        case .annotated(let inner, let note): note.example ?? inner.example(named: name, whole: whole)
        case .nullable(let inner): name == "next_cursor" ? .null : inner.example(named: name, whole: whole)
        case .string(let format, let pattern, let min, let max):
            .text(Self.text(name, format: format, pattern: pattern, min ?? 0, max ?? .max))
        case .choice(let words): .text(words.first ?? "")
        case .integer(let range): .number(String(Self.number(name, in: range ?? Int.min...Int.max)))
        case .number: .number("1.5")
        case .boolean: .bool(true)
        case .array(let item, let count):
            .list(Self.items(count).map { _ in item.example(named: Self.single(name), whole: whole) })
        case .object(_, let properties, _): .object(Self.members(properties, whole: whole))
        case .map(.any), .any: .object([])
        case .map(let inner): .object([.init("name", inner.example(named: name, whole: whole))])
        case .oneOf(let schemas): schemas.first?.example(named: name, whole: whole) ?? .null
        }
    }

    private static func members(_ properties: [Property], whole: Bool) -> [InputValue.Member] {
        properties.compactMap { property in
            guard whole || property.isRequired || property.schema.hasExample else { return nil }
            return InputValue.Member(property.name, property.schema.example(named: property.name, whole: whole))
        }
    }

    private var hasExample: Bool {
        if case .annotated(_, let note) = self { note.example != nil } else { false }
    }

    private static func items(_ count: ClosedRange<Int>?) -> Range<Int> {
        guard let count else { return 0..<1 }
        return 0..<min(max(1, count.lowerBound), count.upperBound)
    }

    /// `hosts` is of hosts.
    private static func single(_ name: String) -> String { name.hasSuffix("s") ? String(name.dropLast()) : name }

    private static func number(_ name: String, in range: ClosedRange<Int>) -> Int {
        let wanted = SampleWords.numbers[name] ?? 1
        return min(max(wanted, range.lowerBound), range.upperBound)
    }

    private static func text(_ name: String, format: String?, pattern: String?, _ min: Int, _ max: Int) -> String {
        if let pattern { return SampleWords.fitting(pattern, named: name) }
        if let format, let word = SampleWords.formats[format] { return word }
        var text = String((SampleWords.texts[name] ?? "Sample").prefix(max))
        while text.unicodeScalars.count < min { text += "x" }
        return text
    }
}

/// What examples are made of.
private enum SampleWords {
    static let formats = [
        "uuid": "01979f3a-7c1e-7d2b-9a41-5e6f70819203", "date": "2027-03-14", "date-time": "2027-03-14T09:30:00Z",
        "email": "ada@example.com", "uri-reference": "/docs", "uri": "https://example.com/", "html": "<p>Sample</p>",
    ]
    static let texts = [
        "locale": "en", "default": "en", "current": "en", "time_zone": "Europe/Berlin", "zone": "Europe/Berlin",
        "slug": "acme",
        "name": "Ada Lovelace", "given": "Ada", "family": "Lovelace", "given_name": "Ada", "family_name": "Lovelace",
        "email": "ada@example.com", "phone": "+493012345678", "host": "www.example.com", "password": "Correct-horse-7",
        "new_password": "Correct-horse-8", "code": "123456", "country": "DE", "destination": "BER",
        "reference": "K7M2QX", "currency": "EUR", "path": "/api/site", "issuer": "https://id.example.com",
        "address": "192.0.2.7", "starts_on": "2027-03-14", "reason": "Asked for by the traveller",
    ]
    static let numbers = [
        "amount": 12_900, "nights": 3, "adults": 2, "quota": 500, "expires_in": 900, "stars": 4, "release": 3,
        "status": 200, "total": 12_900,
    ]

    /// Patterns are those of codes: a class of characters, how many of it, and perhaps another for the first.
    static func fitting(_ pattern: String, named name: String) -> String {
        for word in [texts[name], name, "sample", "EUR", "DE", "7"].compactMap(\.self)
        where word.range(of: pattern, options: .regularExpression) != nil { return word }
        let characters = pattern.split(separator: "[").dropFirst().compactMap(\.first)
        for length in 1...200 {
            let text = String(characters.prefix(1)) + String(repeating: characters.last ?? "a", count: length - 1)
            if text.range(of: pattern, options: .regularExpression) != nil { return text }
        }
        return ""
    }
}
