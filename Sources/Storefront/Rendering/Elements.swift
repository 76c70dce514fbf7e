import Web

/// A link, or an action that is one.
package struct Link: PageModel {
    package let label: String
    package let url: String
    package let current: Bool
    /// Set where the label is in another language than the page.
    package let language: String?

    package init(_ label: String, _ url: String, current: Bool = false, language: String? = nil) {
        self.label = label
        self.url = url
        self.current = current
        self.language = language
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "label": label
        case "url": url
        case "current": current
        case "language": present(language)
        default: nil
        }
    }
}

/// One choice of a select, a radio group or a list of checkboxes.
package struct Choice: PageModel {
    package let value: String
    package let label: String
    package let selected: Bool

    package init(_ value: String, _ label: String, selected: Bool = false) {
        self.value = value
        self.label = label
        self.selected = selected
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "value": value
        case "label": label
        case "selected": selected
        default: nil
        }
    }
}

/// A label with its value, for lists of facts.
package struct Fact: PageModel {
    package let label: String
    package let value: String

    package init(_ label: String, _ value: String) {
        self.label = label
        self.value = value
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "label": label
        case "value": value
        default: nil
        }
    }
}

/// Something that the reader should notice before the rest of the page.
package struct Notice: PageModel {
    package enum Tone: String, Sendable { case information, positive, warning, danger }

    package let tone: Tone
    package let text: String

    package init(_ tone: Tone, _ text: String) {
        self.tone = tone
        self.text = text
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "tone": tone.rawValue
        case "text": text
        default: nil
        }
    }
}

/// Nothing to show, said together with the ways on: an empty state is never a dead end.
package struct EmptyState: PageModel {
    package let title: String
    package let text: String
    package let actions: [Link]

    package init(title: String, text: String, actions: [Link]) {
        self.title = title
        self.text = text
        self.actions = actions
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "title": title
        case "text": text
        case "actions": actions
        default: nil
        }
    }
}
