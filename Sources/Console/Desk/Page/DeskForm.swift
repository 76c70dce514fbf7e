import Web

/// One labelled input with its hint and its fault.
struct DeskField: PageModel {
    enum Kind: Sendable {
        case line(String)
        case lines(Int)
        case choice([Option])
    }

    struct Option: PageModel {
        let value: String
        let label: String
        var isChosen = false

        func child(named field: String) -> Any? {
            switch field {
            case "value": value
            case "label": label
            case "is_chosen": isChosen
            default: nil
            }
        }
    }

    let name: String
    let label: String
    var kind = Kind.line("text")
    var value = ""
    var hint: String?
    var error: String?
    var autocomplete = "off"
    var isRequired = true
    var max = 200
    /// What is typed reads from the left whatever the page's language is.
    var isCode = false

    func child(named field: String) -> Any? {
        switch field {
        case "id": "f-\(name)"
        case "name": name
        case "label": label
        case "value": value
        case "hint": present(hint)
        case "error": present(error)
        case "autocomplete": autocomplete
        case "required": isRequired
        case "max": max
        case "is_code": isCode
        case "described_by": present(describedBy)
        default: kindChild(named: field)
        }
    }

    private func kindChild(named field: String) -> Any? {
        switch (field, kind) {
        case ("type", .line(let type)): type
        case ("line", .line): true
        case ("lines", .lines(let rows)): rows
        case ("options", .choice(let options)): options
        case ("choice", .choice): true
        case ("line", _), ("choice", _): false
        case ("lines", _): Absent()
        default: nil
        }
    }

    /// The elements that explain the input, fault first.
    private var describedBy: String? {
        let ids = [error.map { _ in "f-\(name)-error" }, hint.map { _ in "f-\(name)-hint" }].compactMap(\.self)
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }
}

/// A form, with what it will do said above its button.
struct DeskForm: PageModel {
    let title: String?
    let action: String
    var isGet = false
    var hidden: [DeskField.Option] = []
    var fields: [DeskField] = []
    /// What happens when it is sent, sentence by sentence.
    var consequences: [String] = []
    let submit: String
    var isGrave = false
    /// Leads away without doing anything.
    var cancel: DeskLink?
    /// Faults that belong to no field.
    var faults: [String] = []

    func child(named field: String) -> Any? {
        switch field {
        case "title": present(title)
        case "action": action
        case "method": isGet ? "get" : "post"
        case "is_get": isGet
        case "hidden": hidden
        case "fields": fields
        case "consequences": consequences
        case "has_consequences": !consequences.isEmpty
        case "submit": submit
        case "is_grave": isGrave
        case "cancel": present(cancel)
        case "has_faults": !faults.isEmpty
        case "faults": faults
        default: nil
        }
    }
}
