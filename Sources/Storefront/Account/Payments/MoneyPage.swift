import Web

/// What somebody paid here and got back, the last first.
struct MoneyPage: PageModel {
    struct Move: PageModel {
        let amount: String
        let line: String
        let reference: String
        let url: String
        let card: String?

        func child(named field: String) -> Any? {
            switch field {
            case "amount": amount
            case "line": line
            case "reference": reference
            case "url": url
            case "card": present(card)
            default: nil
            }
        }
    }

    /// What they are narrowed by.
    struct Narrowing: PageModel {
        let action: String
        let kind: String?
        /// None where all are of one.
        let currencies: [Choice]
        let days: [Field]

        func child(named field: String) -> Any? {
            switch field {
            case "action": action
            case "kind": present(kind)
            case "has_currencies": !currencies.isEmpty
            case "currencies": currencies
            case "days": days
            default: nil
            }
        }
    }

    static let template = "pages/money"

    let menu: [Link]
    let filters: [Link]
    /// Nil where there is nothing to narrow. Layouts show a search for hotels of that name, so it has another.
    let narrowing: Narrowing?
    let moves: [Move]
    let empty: EmptyState?
    let fileURL: String
    /// Older ones.
    let nextURL: String?
    let firstURL: String?

    func child(named field: String) -> Any? {
        switch field {
        case "has_menu": true
        case "menu": menu
        case "notices": [Notice]()
        case "filters": filters
        case "narrowing": present(narrowing)
        case "has_moves": !moves.isEmpty
        case "moves": moves
        case "empty": present(empty)
        case "file_url": fileURL
        case "has_paging": nextURL != nil || firstURL != nil
        case "next_url": present(nextURL)
        case "first_url": present(firstURL)
        default: nil
        }
    }
}
