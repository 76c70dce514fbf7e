/// A route's path with names where it varies: `/api/bookings/{id}/confirm`, `/assets/{file*}`.
package struct PathTemplate: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    package enum Segment: Hashable, Sendable {
        case literal(String)
        case parameter(String)
        /// The whole rest of the path, at the end only.
        case rest(String)
    }

    package let description: String
    package let segments: [Segment]

    package init(_ text: String) {
        precondition(text.hasPrefix("/"), "a path begins with a slash: \(text)")
        description = text
        segments = text.split(separator: "/").map { part in
            guard part.hasPrefix("{"), part.hasSuffix("}") else { return .literal(String(part)) }
            let name = part.dropFirst().dropLast()
            return name.hasSuffix("*") ? .rest(String(name.dropLast())) : .parameter(String(name))
        }
    }

    package init(stringLiteral value: String) { self.init(value) }

    package var parameterNames: [String] {
        segments.compactMap { segment in
            switch segment {
            case .literal: nil
            case .parameter(let name), .rest(let name): name
            }
        }
    }

    /// As OpenAPI writes it: it has no word for a rest.
    var openAPI: String { String(description.filter { $0 != "*" }) }

    /// The path with values in place of its names; a name without a value keeps its braces.
    package func filled(_ values: [String: String]) -> String {
        guard !segments.isEmpty else { return "/" }
        return segments.reduce(into: "") { path, segment in
            switch segment {
            case .literal(let text): path += "/" + text
            case .parameter(let name): path += "/" + (values[name].map(PercentCoding.encode) ?? "{\(name)}")
            case .rest(let name): path += "/" + (values[name] ?? "{\(name)}")
            }
        }
    }
}
