import Web

/// Asking for other days, other guests or a room less; and, once asked, what it comes to.
package struct ChangePage: PageModel {
    /// What it comes to, promised until a moment.
    package struct Quote: PageModel {
        package let text: String
        package let lines: [Fact]
        package let validText: String
        package let form: FormTarget
        package let button: String
        package let keepURL: String

        package func child(named field: String) -> Any? {
            switch field {
            case "text": text
            case "lines": lines
            case "valid_text": validText
            case "form": form
            case "button": button
            case "keep_url": keepURL
            default: nil
            }
        }
    }

    /// A room that can be given back alone.
    package struct Room: PageModel {
        package let name: String
        package let button: String
        package let form: FormTarget

        package func child(named field: String) -> Any? {
            switch field {
            case "name": name
            case "button": button
            case "form": form
            default: nil
            }
        }
    }

    package let reference: String
    package let notices: [Notice]
    package let stay: StaySummary
    package let quote: Quote?
    /// Days and guests; its place is the booking's own.
    package let search: SearchForm
    package let rooms: [Room]
    package let actions: [Link]

    static let template = "pages/change"

    package func child(named field: String) -> Any? {
        switch field {
        case "reference": reference
        case "notices": notices
        case "stay": stay
        case "quote": present(quote)
        case "change_form": search
        case "rooms_to_give_back": rooms
        case "has_rooms_to_give_back": !rooms.isEmpty
        case "actions": actions
        default: nil
        }
    }
}
