/// A form, with what it will do said above its button and everything that was wrong with it at its head.
struct PageForm: Sendable {
    struct Hidden: Sendable {
        let name: String
        let value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    var title: String?
    struct Button: Sendable {
        let name: String
        let value: String
        let label: String

        fileprivate var sheet: Sheet { ["name": name, "value": value, "label": label] }
    }

    let action: String
    /// One that only asks: its fields stand in the address.
    var isGet = false
    var hidden: [Hidden] = []
    var fields: [FormField] = []
    /// What the fields are about, seen before they are.
    var frame: Frame?
    /// What happens when it is sent, sentence by sentence.
    var consequences: [String] = []
    let submit: String
    /// Another way to send it, before the one that it is for: what the enter key does.
    var other: Button?
    var isGrave = false
    /// Leads away without doing anything.
    var cancel: Link?
    /// Faults that belong to no field.
    var faults: [String] = []
    /// The same with an element of the page that mends it.
    var mended: [Link] = []
    /// Why it cannot be sent; it is shown to be read.
    var closed: String?
    var live: LiveForm?

    /// What stands at its head: everything that is wrong with it, each with the element that mends it.
    var told: [(text: String, url: String?)] {
        let named = fields.compactMap { field in field.error.map { ("\(field.label): \($0)", "#\(field.id)") } }
        return faults.map { ($0, nil) } + mended.map { ($0.label, $0.url) } + named
    }

    var sheet: Sheet {
        let told = told.map { ["label": $0.text, "url": $0.url] as Sheet }
        let takesFiles = fields.contains { if case .file = $0.kind { true } else { false } }
        return [
            "takes_files": takesFiles, "other": other?.sheet, "frame": frame?.sheet, "title": title, "action": action,
            "method": isGet ? "get" : "post", "is_get": isGet,
            "hidden": hidden.map { ["name": $0.name, "value": $0.value] as Sheet }, "fields": fields.map(\.sheet),
            "consequences": consequences, "has_consequences": !consequences.isEmpty, "submit": submit,
            "is_grave": isGrave, "cancel": cancel?.sheet, "faults": told, "has_faults": !told.isEmpty,
            "closed": closed, "live": live?.sheet,
        ]
    }
}
