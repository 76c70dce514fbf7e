extension Schema {
    /// Where a value departs from the schema, as RFC 6901 pointers with what was expected.
    ///
    /// Serves tests and development: an answer that OpenAPI does not describe is found at once.
    package func departures(of value: InputValue, at pointer: String = "") -> [String] {
        switch (self, value) {
        case (.any, _): return []
        case (.annotated(let inner, _), _): return inner.departures(of: value, at: pointer)
        case (.nullable(let inner), _): return value == .null ? [] : inner.departures(of: value, at: pointer)
        case (.string(_, _, let min, let max), .text(let text)):
            let length = text.unicodeScalars.count
            return length >= min ?? 0 && length <= max ?? .max ? [] : ["\(pointer): length \(length)"]
        case (.choice(let words), .text(let text)):
            return words.contains(text) ? [] : ["\(pointer): \(text) is not of \(words)"]
        case (.integer(let range), .number(let digits)):
            guard let number = Int(digits), range?.contains(number) ?? true else { return ["\(pointer): \(digits)"] }
            return []
        case (.number, .number), (.boolean, .bool): return []
        case (.array(let item, let count), .list(let items)):
            let wrong = count.map { !$0.contains(items.count) } ?? false
            return (wrong ? ["\(pointer): \(items.count) items"] : [])
                + items.enumerated().flatMap { item.departures(of: $1, at: "\(pointer)/\($0)") }
        case (.map(let inner), .object(let members)):
            return members.flatMap { inner.departures(of: $0.value, at: "\(pointer)/\($0.name)") }
        case (.oneOf(let schemas), _):
            return schemas.contains { $0.departures(of: value, at: pointer).isEmpty } ? [] : ["\(pointer): none fits"]
        case (.object(_, let properties, let closed), .object(let members)):
            return departures(of: members, from: properties, closed: closed, at: pointer)
        default: return ["\(pointer): wrong type"]
        }
    }

    private func departures(
        of members: [InputValue.Member], from properties: [Property], closed: Bool, at pointer: String
    ) -> [String] {
        var found: [String] = []
        for property in properties where property.isRequired && !members.contains(where: { $0.name == property.name }) {
            found.append("\(pointer)/\(property.name): missing")
        }
        for member in members {
            if let property = properties.first(where: { $0.name == member.name }) {
                found += property.schema.departures(of: member.value, at: "\(pointer)/\(member.name)")
            } else if closed {
                found.append("\(pointer)/\(member.name): not declared")
            }
        }
        return found
    }
}
