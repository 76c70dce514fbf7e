import Web

/// A page that asks one thing: words, what is to be filled in, one button, and the ways around it. Signing in and
/// most pages of an account are of this kind.
struct FormPage: PageModel {
    static let template = "pages/form"

    var title: String
    var lead: String?
    /// The account's own menu; empty outside of it.
    var menu: [Link] = []
    var notices: [Notice] = []
    var errors: ErrorSummary?
    var paragraphs: [String] = []
    var points: [String] = []
    var facts: [Fact] = []
    /// Nil where there is nothing to send.
    var form: FormTarget?
    var fields: [Field] = []
    var checks: [CheckField] = []
    var submit = ""
    var isDangerous = false
    /// Other ways to the same, each a button of its own.
    var ways: [Link] = []
    var links: [Link] = []

    func child(named field: String) -> Any? {
        switch field {
        case "title": title
        case "lead": present(lead)
        case "has_menu": !menu.isEmpty
        case "menu": menu
        case "notices": notices
        case "errors": present(errors)
        case "paragraphs": paragraphs
        case "has_points": !points.isEmpty
        case "points": points
        case "has_facts": !facts.isEmpty
        case "facts": facts
        case "form": present(form)
        case "fields": fields
        case "checks": checks
        case "submit": submit
        case "dangerous": isDangerous
        case "has_ways": !ways.isEmpty
        case "ways": ways
        case "has_links": !links.isEmpty
        case "links": links
        default: nil
        }
    }
}

/// A box to tick.
struct CheckField: PageModel {
    let id: String
    let name: String
    let label: String
    let isChecked: Bool

    func child(named field: String) -> Any? {
        switch field {
        case "id": id
        case "name": name
        case "label": label
        case "checked": isChecked
        default: nil
        }
    }
}

/// A choice of one among several.
struct SelectField: PageModel {
    let id: String
    let name: String
    let label: String
    let hint: String?
    let options: [Choice]

    func child(named field: String) -> Any? {
        switch field {
        case "id": id
        case "name": name
        case "label": label
        case "hint": present(hint)
        case "options": options
        default: nil
        }
    }
}
