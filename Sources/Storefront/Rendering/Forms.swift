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
    package let faults: [Link]

    /// Nil without faults.
    package init?(_ faults: [(fieldID: String, text: String)]) {
        guard !faults.isEmpty else { return nil }
        self.faults = faults.map { Link($0.text, "#\($0.fieldID)") }
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
