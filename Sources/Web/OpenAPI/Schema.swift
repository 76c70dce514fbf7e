/// The shape of a value as JSON Schema 2020-12 tells it, which is what OpenAPI 3.1 uses.
///
/// Inputs get theirs from the kinds that read them; outputs declare theirs, and answers are
/// checked against it while developing.
package indirect enum Schema: Sendable, Equatable {
    case string(format: String? = nil, pattern: String? = nil, min: Int? = nil, max: Int? = nil)
    case integer(ClosedRange<Int>?)
    case number
    case boolean
    case choice([String])
    case array(Schema, ClosedRange<Int>? = nil)
    /// A closed object refuses members that it does not name.
    case object(String?, [Property], closed: Bool = false)
    /// An object used as a dictionary.
    case map(Schema)
    case oneOf([Schema])
    case nullable(Schema)
    case annotated(Schema, Annotation)
    /// Any JSON at all.
    case any

    package struct Property: Sendable, Equatable {
        package let name: String
        package let schema: Schema
        package let isRequired: Bool

        package init(_ name: String, _ schema: Schema, required: Bool = true) {
            self.name = name
            self.schema = schema
            self.isRequired = required
        }
    }

    package struct Annotation: Sendable, Equatable {
        package let description: String
        package let example: InputValue?
        package let fallback: InputValue?
    }

    /// As an optional field of a JSON body is told: null stands for one that was left out.
    var orNull: Schema {
        switch self {
        case .any, .nullable: self
        case .annotated(let inner, let annotation): .annotated(inner.orNull, annotation)
        default: .nullable(self)
        }
    }

    package func annotated(
        _ description: String, example: InputValue? = nil, fallback: InputValue? = nil
    ) -> Schema {
        if description.isEmpty, example == nil, fallback == nil { return self }
        return .annotated(self, Annotation(description: description, example: example, fallback: fallback))
    }
}

extension Schema {
    package static let text = Schema.string()
    package static let uuid = Schema.string(format: "uuid")
    package static let date = Schema.string(format: "date")
    package static let instant = Schema.string(format: "date-time")
    package static let url = Schema.string(format: "uri-reference")
    package static let count = Schema.integer(0...Int(Int32.max))
    package static let currency = Schema.string(pattern: "^[A-Z]{3}$", min: 3, max: 3)

    package static let money = Schema.object(
        "Money",
        [
            Property("amount", .integer(nil).annotated("Minor units of the currency.")),
            Property("currency", currency),
        ], closed: true)

    /// `{"data": […], "next_cursor": …}`
    package static func page(of item: Schema) -> Schema {
        .object(nil, [Property("data", .array(item)), Property("next_cursor", .nullable(.text))])
    }
}
