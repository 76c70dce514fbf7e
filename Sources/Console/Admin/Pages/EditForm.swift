import Vocabulary
import Web

/// A form of the console: where it goes, its fields with what was typed and what was wrong with it.
struct EditForm: Sendable {
    enum Kind: Sendable {
        case input(type: String, autocomplete: String? = nil)
        case select([(value: String, label: String)])
        case checks([(value: String, label: String)])
        case area
    }

    struct Line: Sendable {
        let name: String
        let label: String
        let kind: Kind
        var values: [String] = []
        var hint: String?
        var isRequired = false
        var fault: String?
        var direction: String?
        var lengthMax = 200
        /// A colour to be seen beside its code.
        var swatch: String?
    }

    let action: String
    /// Nil for a form that only asks: its fields stand in the address.
    let token: String?
    var hidden: [(String, String)] = []
    var lines: [Line] = []
    let submit: String
    var isDanger = false
    var cancel: (label: String, url: String)?
    /// Set one beside the other, for filters.
    var isRow = false

    var sheet: Sheet {
        [
            "action": action, "method": token == nil ? "get" : "post",
            "hidden": ((token.map { [(RequestContent.csrfField, $0)] } ?? []) + hidden).map {
                ["name": $0.0, "value": $0.1] as Sheet
            },
            "lines": lines.map(\.sheet), "submit": submit, "is_danger": isDanger, "is_row": isRow,
            "cancel": cancel.map { ["label": $0.label, "url": $0.url] as Sheet },
        ]
    }
}

extension EditForm.Line {
    fileprivate var sheet: Sheet {
        let id = "field-\(name)"
        let explained = [fault.map { _ in "\(id)-fault" }, hint.map { _ in "\(id)-hint" }].compactMap(\.self)
        var input: Sheet?
        var select: Sheet?
        var checks: Sheet?
        var area = false
        switch kind {
        case .input(let type, let autocomplete):
            input = [
                "type": type, "value": values.first ?? "", "autocomplete": autocomplete,
                // Numbers have no length.
                "limit": type == "number" ? nil : lengthMax,
            ]
        case .select(let options): select = ["options": self.options(options, id)]
        case .checks(let options): checks = ["options": self.options(options, id)]
        case .area: area = true
        }
        return [
            "id": id, "name": name, "label": label, "hint": hint, "fault": fault, "is_required": isRequired,
            "explained": explained.isEmpty ? nil : explained.joined(separator: " "), "direction": direction,
            "length_max": lengthMax, "swatch": swatch, "input": input, "select": select, "checks": checks,
            "area": area ? ["value": values.first ?? ""] as Sheet : nil,
        ]
    }

    private func options(_ options: [(value: String, label: String)], _ id: String) -> [Sheet] {
        options.enumerated().map { index, option in
            [
                "value": option.value, "label": option.label, "id": "\(id)-\(index)",
                "is_chosen": values.contains(option.value),
            ]
        }
    }
}
