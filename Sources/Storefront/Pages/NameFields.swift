package import Web

/// A person's name as the locale writes it. It is taken as given: never split, joined or re-cased by us.
package enum NameFields {
    package enum Order: Sendable {
        case givenFirst, familyFirst
        /// One field, for those whose name has no two parts.
        case full
    }

    /// What was typed, kept when the form comes back with faults.
    package struct Values: Sendable {
        package var given = ""
        package var family = ""
        package var full = ""
        package var familyKana = ""
        package var givenKana = ""
        package var latin = ""
        /// By part: `given`, `family`, `full`, `family_kana`, `given_kana`, `latin`.
        package var errors: [String: String] = [:]

        package init() {}
    }

    package static let lengthMax = 100

    package static func order(language: String) -> Order {
        switch language.prefix(2) {
        case "ja", "zh", "ko", "hu", "vi", "ru": .familyFirst
        default: .givenFirst
        }
    }

    /// - Parameter index: from 1; part of the field names `traveller_1_given`.
    package static func make(
        index: Int, order: Order, language: String, values: Values = Values(), text: any PageText
    ) -> [Field] {
        func field(_ part: String, _ value: String, autocomplete: String?, hint: String? = nil) -> Field {
            Field(
                id: "traveller-\(index)-\(part)", name: "traveller_\(index)_\(part)",
                label: text.text("checkout.name.\(part)") ?? part, value: value,
                hint: hint.flatMap { text.text($0) }, error: values.errors[part],
                autocomplete: index == 1 ? autocomplete : nil, maxLength: lengthMax, direction: "auto")
        }
        let given = field("given", values.given, autocomplete: "given-name")
        let family = field("family", values.family, autocomplete: "family-name")
        var fields: [Field] =
            switch order {
            case .givenFirst: [given, family]
            case .familyFirst: [family, given]
            case .full: [field("full", values.full, autocomplete: "name")]
            }
        if language.hasPrefix("ja") {
            fields.append(field("family_kana", values.familyKana, autocomplete: nil, hint: "checkout.name.kana_hint"))
            fields.append(field("given_kana", values.givenKana, autocomplete: nil))
            fields.append(field("latin", values.latin, autocomplete: nil, hint: "checkout.name.latin_hint"))
        }
        return fields
    }
}
