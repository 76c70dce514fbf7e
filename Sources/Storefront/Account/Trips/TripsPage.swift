import Web

/// The bookings of an account: what is to come, and what was.
struct TripsPage: PageModel {
    struct Trip: PageModel {
        let hotelName: String
        let url: String
        let dates: String
        let state: String
        let tone: Notice.Tone
        let reference: String
        let total: String

        func child(named field: String) -> Any? {
            switch field {
            case "hotel_name": hotelName
            case "url": url
            case "dates": dates
            case "state": state
            case "tone": tone.rawValue
            case "reference": reference
            case "total": total
            default: nil
            }
        }
    }

    static let template = "pages/trips"

    let menu: [Link]
    let notices: [Notice]
    let upcoming: [Trip]
    let past: [Trip]
    let empty: EmptyState?
    /// Older ones.
    let nextURL: String?
    let firstURL: String?

    func child(named field: String) -> Any? {
        switch field {
        case "has_menu": true
        case "menu": menu
        case "notices": notices
        case "has_upcoming": !upcoming.isEmpty
        case "upcoming": upcoming
        case "has_past": !past.isEmpty
        case "past": past
        case "empty": present(empty)
        case "has_paging": nextURL != nil || firstURL != nil
        case "next_url": present(nextURL)
        case "first_url": present(firstURL)
        default: nil
        }
    }
}
