import Web

/// The question every visit begins with: where, when, who.
package struct SearchForm: PageModel {
    /// The people of one room.
    package struct Room: PageModel {
        /// From 1; part of the field names `room_1_adults`, `room_1_children`.
        package let number: Int
        package let legend: String
        package let adults: [Choice]
        /// Ages as the traveller wrote them: `4, 9`.
        package let childrenAges: String
        package let error: String?
        package let removable: Bool

        package init(
            number: Int, legend: String, adults: [Choice], childrenAges: String = "", error: String? = nil,
            removable: Bool = false
        ) {
            self.number = number
            self.legend = legend
            self.adults = adults
            self.childrenAges = childrenAges
            self.error = error
            self.removable = removable
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "number": number
            case "legend": legend
            case "adults": adults
            case "children_ages": childrenAges
            case "error": present(error)
            case "removable": removable
            default: nil
            }
        }
    }

    package let form: FormTarget
    package let destination: Field
    package let suggestions: [Choice]
    package let checkIn: Field
    package let checkOut: Field
    /// First and last day that may be chosen, `YYYY-MM-DD`.
    package let firstDay: String
    package let lastDay: String
    package let rooms: [Room]
    package let canAddRoom: Bool
    package let errors: ErrorSummary?
    /// The chosen stay in words, so that nobody has to trust a date notation.
    package let echo: String?

    package init(
        form: FormTarget, destination: Field, suggestions: [Choice], checkIn: Field, checkOut: Field,
        firstDay: String, lastDay: String, rooms: [Room], canAddRoom: Bool, errors: ErrorSummary? = nil,
        echo: String? = nil
    ) {
        self.form = form
        self.destination = destination
        self.suggestions = suggestions
        self.checkIn = checkIn
        self.checkOut = checkOut
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.rooms = rooms
        self.canAddRoom = canAddRoom
        self.errors = errors
        self.echo = echo
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "form": form
        case "destination": destination
        case "suggestions": suggestions
        case "check_in": checkIn
        case "check_out": checkOut
        case "first_day": firstDay
        case "last_day": lastDay
        case "rooms": rooms
        case "can_add_room": canAddRoom
        case "search_errors": present(errors)
        case "echo": present(echo)
        default: nil
        }
    }
}
