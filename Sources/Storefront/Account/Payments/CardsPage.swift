import Web

/// The cards that somebody saved, the last first.
struct CardsPage: PageModel {
    struct Row: PageModel {
        let name: String
        let expiry: String
        let isExpired: Bool
        let removeURL: String

        func child(named field: String) -> Any? {
            switch field {
            case "name": name
            case "expiry": expiry
            case "is_expired": isExpired
            case "remove_url": removeURL
            default: nil
            }
        }
    }

    static let template = "pages/cards"

    let menu: [Link]
    let notices: [Notice]
    let rows: [Row]
    let empty: EmptyState?

    func child(named field: String) -> Any? {
        switch field {
        case "has_menu": true
        case "menu": menu
        case "notices": notices
        case "has_rows": !rows.isEmpty
        case "rows": rows
        case "empty": present(empty)
        default: nil
        }
    }
}
