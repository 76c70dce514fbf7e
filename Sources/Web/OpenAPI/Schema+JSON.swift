extension Schema: JSONWritable {
    /// Named objects are written as references; `components` writes them out.
    package func write(to json: inout JSONWriter) {
        if case .object(let name?, _, _) = self {
            json.object { $0.member("$ref", "#/components/schemas/\(name)") }
        } else {
            writeOut(to: &json)
        }
    }

    /// The schema itself, even if it has a name.
    func writeOut(to json: inout JSONWriter) {
        json.object { writeMembers(to: &$0, nullable: false) }
    }

    private func writeMembers(to json: inout JSONWriter, nullable: Bool) {
        switch self {
        case .string(let format, let pattern, let min, let max):
            type("string", nullable, &json)
            if let format { json.member("format", format) }
            if let pattern { json.member("pattern", pattern) }
            if let min { json.member("minLength", min) }
            if let max { json.member("maxLength", max) }
        case .integer(let range):
            type("integer", nullable, &json)
            if let range {
                json.member("minimum", range.lowerBound)
                json.member("maximum", range.upperBound)
            }
        case .number: type("number", nullable, &json)
        case .boolean: type("boolean", nullable, &json)
        case .choice(let words):
            type("string", nullable, &json)
            json.member("enum", nullable ? words.map(InputValue.text) + [.null] : words.map(InputValue.text))
        case .array(let item, let count):
            type("array", nullable, &json)
            json.member("items", item)
            if let count {
                json.member("minItems", count.lowerBound)
                json.member("maxItems", count.upperBound)
            }
        case .object(_, let properties, let closed):
            writeObject(properties, closed: closed, nullable, &json)
        case .map(let value):
            type("object", nullable, &json)
            json.member("additionalProperties", value)
        case .oneOf(let schemas):
            json.member(
                "oneOf",
                array: { json in
                    for schema in schemas { json.value(schema) }
                    if nullable { json.object { $0.member("type", "null") } }
                })
        case .nullable(let inner): inner.writeNullable(to: &json)
        case .annotated(let inner, let annotation): inner.write(annotation, to: &json, nullable: nullable)
        case .any: break
        }
    }

    /// `null` is told as one of two types, or beside a reference.
    private func writeNullable(to json: inout JSONWriter) {
        guard case .object(_?, _, _) = self else {
            writeMembers(to: &json, nullable: true)
            return
        }
        json.member(
            "oneOf",
            array: { json in
                json.value(self)
                json.object { $0.member("type", "null") }
            })
    }

    private func write(_ annotation: Annotation, to json: inout JSONWriter, nullable: Bool) {
        if case .object(let name?, _, _) = self {
            json.member("$ref", "#/components/schemas/\(name)")
        } else {
            writeMembers(to: &json, nullable: nullable)
        }
        if !annotation.description.isEmpty { json.member("description", annotation.description) }
        if let example = annotation.example { json.member("examples", [example]) }
        if let fallback = annotation.fallback { json.member("default", fallback) }
    }

    private func writeObject(_ properties: [Property], closed: Bool, _ nullable: Bool, _ json: inout JSONWriter) {
        type("object", nullable, &json)
        json.member(
            "properties",
            object: { json in
                for property in properties { json.member(property.name, property.schema) }
            })
        let required = properties.filter(\.isRequired).map(\.name)
        if !required.isEmpty { json.member("required", required) }
        if closed { json.member("additionalProperties", false) }
    }

    private func type(_ name: String, _ nullable: Bool, _ json: inout JSONWriter) {
        if nullable { json.member("type", [name, "null"]) } else { json.member("type", name) }
    }

    /// Named objects within, by name, outermost first.
    func collectNamed(into found: inout [String: Schema]) {
        switch self {
        case .object(let name, let properties, _):
            if let name {
                guard found[name] == nil else { return }
                found[name] = self
            }
            for property in properties { property.schema.collectNamed(into: &found) }
        case .array(let inner, _), .map(let inner), .nullable(let inner), .annotated(let inner, _):
            inner.collectNamed(into: &found)
        case .oneOf(let schemas): for schema in schemas { schema.collectNamed(into: &found) }
        default: break
        }
    }
}
