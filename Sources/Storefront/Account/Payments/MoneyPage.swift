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

    static let template = "pages/money"

    let menu: [Link]
    let filters: [Link]
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
