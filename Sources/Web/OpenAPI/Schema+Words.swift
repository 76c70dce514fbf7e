import Vocabulary

extension Schema {
    /// One word for metrics.
    var kindName: String {
        switch self {
        case .string(let format, let pattern, _, _): format ?? (pattern == nil ? "text" : "code")
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .choice: "choice"
        case .array: "list"
        case .object, .map: "object"
        case .oneOf, .any: "json"
        case .nullable(let inner), .annotated(let inner, _): inner.kindName
        }
    }

    /// Characters that a text of it has at most; nil where none is told.
    package var lengthMax: Int? {
        switch self {
        case .string(_, _, _, let max): max
        case .choice(let words): words.map(\.unicodeScalars.count).max()
        case .nullable(let inner), .annotated(let inner, _): inner.lengthMax
        default: nil
        }
    }

    /// The shape in a few words, for people: `text, 1 to 80 characters`, `list of Traveller`.
    var words: String {
        switch self {
        case .string(let format, let pattern, let min, let max):
            [format ?? "text", Self.span(min, max, "characters"), pattern].compactMap(\.self).joined(separator: ", ")
        case .integer(let range): range.map { "integer, \($0.lowerBound) to \($0.upperBound)" } ?? "integer"
        case .number: "number"
        case .boolean: "true or false"
        case .choice(let words): words.joined(separator: " | ")
        case .array(let item, let range):
            "list of \(item.words)" + (range.map { ", \($0.lowerBound) to \($0.upperBound)" } ?? "")
        case .object(let name, let properties, _):
            name ?? "{" + properties.map { $0.isRequired ? $0.name : "\($0.name)?" }.joined(separator: ", ") + "}"
        case .map(let value): "object of \(value.words)"
        case .oneOf(let schemas): schemas.map(\.words).joined(separator: " or ")
        case .nullable(let schema): "\(schema.words) or null"
        case .annotated(let schema, _): schema.words
        case .any: "JSON"
        }
    }

    private static func span(_ min: Int?, _ max: Int?, _ unit: String) -> String? {
        switch (min, max) {
        case (nil, nil): nil
        case (let min?, let max?): min == max ? "\(min) \(unit)" : "\(min) to \(max) \(unit)"
        case (nil, let max?): "at most \(max) \(unit)"
        case (let min?, nil): "at least \(min) \(unit)"
        }
    }
}
