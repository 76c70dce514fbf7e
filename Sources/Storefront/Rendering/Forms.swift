import Web

/// Where a form goes and what it carries unseen: CSRF token, idempotency key, the state of the page.
package struct FormTarget: PageModel {
    package let action: String
    package let hidden: [Choice]

    package init(_ action: String, hidden: [(name: String, value: String)] = []) {
        self.action = action
        self.hidden = hidden.map { Choice($0.value, $0.name) }
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "action": action
        case "hidden": hidden
        default: nil
        }
    }
}

/// One labelled input with its hint and its fault.
package struct Field: PageModel {
    package let id: String
    package let name: String
    package let label: String
    package let type: String
    package let value: String
    package let hint: String?
    package let error: String?
    package let autocomplete: String?
    package let inputMode: String?
    package let required: Bool
    package let maxLength: Int
    /// Set where the value's script is not the page's: `ltr` for an e-mail, `auto` for a name.
    package let direction: String?

    package init(
        id: String, name: String, label: String, type: String = "text", value: String = "", hint: String? = nil,
        error: String? = nil, autocomplete: String? = nil, inputMode: String? = nil, required: Bool = true,
        maxLength: Int = 200, direction: String? = nil
    ) {
        self.id = id
        self.name = name
        self.label = label
        self.type = type
        self.value = value
        self.hint = hint
        self.error = error
        self.autocomplete = autocomplete
        self.inputMode = inputMode
        self.required = required
        self.maxLength = maxLength
        self.direction = direction
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "id": id
        case "name": name
        case "label": label
        case "type": type
        case "value": value
        case "hint": present(hint)
        case "error": present(error)
        case "described_by": present(describedBy)
        case "autocomplete": present(autocomplete)
        case "input_mode": present(inputMode)
        case "required": required
        case "max_length": maxLength
        case "direction": present(direction)
        default: nil
        }
    }

    /// The elements that explain the input, fault first.
    private var describedBy: String? {
        let ids = [error.map { _ in "\(id)-error" }, hint.map { _ in "\(id)-hint" }].compactMap(\.self)
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }
}

/// All faults of a form at its head, each a link to its field.
package struct ErrorSummary: PageModel {
    package struct Fault: PageModel {
        package let fieldID: String
        package let label: String
        package let text: String

        package init(fieldID: String, label: String, text: String) {
            self.fieldID = fieldID
            self.label = label
            self.text = text
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "url": "#" + fieldID
            case "label": label
            case "text": text
            default: nil
            }
        }
    }

    package let faults: [Fault]

    /// Nil without faults.
    package init?(_ faults: [Fault]) {
        guard !faults.isEmpty else { return nil }
        self.faults = faults
    }

    /// The faults of these fields in their order; nil when all are right.
    package init?(of fields: [Field], and others: [Fault] = []) {
        let faults = fields.compactMap { field in
            field.error.map { Fault(fieldID: field.id, label: field.label, text: $0) }
        }
        self.init(faults + others)
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "faults": faults
        default: nil
        }
    }
}

/// The question about cookies, asked until it is answered. Both answers are one press.
package struct ConsentForm: PageModel {
    package let form: FormTarget
    package let preferencesURL: String

    package init(form: FormTarget, preferencesURL: String) {
        self.form = form
        self.preferencesURL = preferencesURL
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "form": form
        case "preferences_url": preferencesURL
        default: nil
        }
    }
}
