import Web

/// What went wrong where there is no partner to say it for: an unknown host, or a site that can not be
/// read. Plain, because no file of ours is served there either.
struct NobodysPage: PageModel {
    static let template = "pages/nobody"

    let language: String
    let direction: String
    let title: String
    let text: String

    func child(named field: String) -> Any? {
        switch field {
        case "language": language
        case "direction": direction
        case "title": title
        case "text": text
        default: nil
        }
    }
}
