import Localization
import Vocabulary
import Web

/// The page behind a mail's link: a question, or that it is done.
struct StopPage: PageModel {
    let words: Translator
    let brand: String
    /// Where the form goes; nil when it is done.
    let action: String?
    let stylesheets: [String]

    func child(named field: String) -> Any? {
        let stem = action == nil ? "mail.stop.done_" : "mail.stop."
        return switch field {
        case "language": words.locale.description
        case "direction": words.direction == .rightToLeft ? "rtl" : "ltr"
        case "brand": brand
        case "title": words("\(stem)title")
        case "text": words("\(stem)text", ["brand": .text(PlainLine.isolated(brand, in: words.direction))])
        case "button": words("mail.stop.button")
        case "form": present(action.map { StopForm(action: $0) })
        case "stylesheets": stylesheets
        default: nil
        }
    }

    private struct StopForm: PageModel {
        let action: String
        func child(named field: String) -> Any? { field == "action" ? action : nil }
    }
}
