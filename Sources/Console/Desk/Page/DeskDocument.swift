import Localization
import Vocabulary
import Web

/// One part of a page, in the order of reading.
enum DeskBlock: Sendable {
    case text(String)
    case table(DeskTable)
    case form(DeskForm)
    case facts(title: String?, [DeskFact])
    case links(title: String?, [DeskLink])
    case verbatim(title: String, String)
}

/// What the template sees of a block: the one that it is, and the others absent.
private struct DeskBlockModel: PageModel {
    let block: DeskBlock

    func child(named field: String) -> Any? {
        switch (field, block) {
        case ("note", .text(let text)): text
        case ("table", .table(let table)): table
        case ("form", .form(let form)): form
        case ("facts", .facts(let title, let facts)): DeskGroup(title: title, items: facts)
        case ("links", .links(let title, let links)): DeskGroup(title: title, items: links)
        case ("verbatim", .verbatim(let title, let text)): DeskGroup(title: title, items: [DeskCell(text)])
        case ("note", _), ("table", _), ("form", _), ("facts", _), ("links", _), ("verbatim", _): Absent()
        default: nil
        }
    }
}

private struct DeskGroup: PageModel {
    let title: String?
    let items: [any PageModel]

    func child(named field: String) -> Any? {
        switch field {
        case "title": present(title)
        case "items": items
        default: nil
        }
    }
}

/// The root of every look-up on an operators' page.
struct DeskDocument: PageModel {
    let title: String
    let lead: String?
    let words: Translator
    let stylesheet: String
    let icon: String
    let menu: [DeskLink]
    let trail: [DeskLink]
    /// Nil where nobody has signed in.
    let name: String?
    let formToken: String
    let notice: DeskNotice?
    let blocks: [DeskBlock]

    static let template = "desk/page"

    func child(named field: String) -> Any? {
        switch field {
        case "language": words.locale.description
        case "direction": words.direction.rawValue
        case "title": title
        case "lead": present(lead)
        case "stylesheet": stylesheet
        case "icon": icon
        case "menu": menu
        case "trail": trail
        case "has_trail": !trail.isEmpty
        case "operator": present(name)
        case "form_token": formToken
        case "notice": present(notice)
        case "blocks": blocks.map(DeskBlockModel.init)
        default: PageWords(DeskWords(words: words)).child(named: field)
        }
    }
}

/// A translator as the words of a template.
private struct DeskWords: PageText {
    let words: Translator

    func text(_ key: String) -> String? { words.has(key) ? words(key) : nil }
}
