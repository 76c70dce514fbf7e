import Web

/// One hotel with every room that is free for the stay.
package struct HotelPage: PageModel {
    /// One price for one room.
    package struct Rate: PageModel {
        package let plan: String
        package let cancellation: CancellationTerms
        package let price: PriceView
        package let availability: String?
        /// Holds the room; carries the offer, CSRF token and idempotency key.
        package let form: FormTarget

        package init(
            plan: String, cancellation: CancellationTerms, price: PriceView, availability: String? = nil,
            form: FormTarget
        ) {
            self.plan = plan
            self.cancellation = cancellation
            self.price = price
            self.availability = availability
            self.form = form
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "plan": plan
            case "cancellation": cancellation
            case "price": price
            case "availability": present(availability)
            case "form": form
            default: nil
            }
        }
    }

    package struct Room: PageModel {
        package let name: String
        package let description: String
        package let facts: [String]
        package let rates: [Rate]

        package init(name: String, description: String, facts: [String], rates: [Rate]) {
            self.name = name
            self.description = description
            self.facts = facts
            self.rates = rates
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "name": name
            case "description": description
            case "facts": facts
            case "rates": rates
            default: nil
            }
        }
    }

    /// Where it is, without a map of somebody else's on our page.
    package struct Location: PageModel {
        package let address: String
        /// `48.8606, 2.3376`, always left to right.
        package let coordinates: String
        package let mapURL: String

        package init(address: String, coordinates: String, mapURL: String) {
            self.address = address
            self.coordinates = coordinates
            self.mapURL = mapURL
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "address": address
            case "coordinates": coordinates
            case "map_url": mapURL
            default: nil
            }
        }
    }

    package let breadcrumbs: [Link]
    package let name: String
    package let stars: Int
    package let starsLabel: String
    package let score: String?
    package let scoreLabel: String?
    package let paragraphs: [String]
    package let location: Location
    package let amenities: [String]
    /// Check-in and check-out hours with the property's zone.
    package let hours: [Fact]
    package let stay: String?
    package let search: SearchForm
    package let rooms: [Room]
    package let notices: [Notice]
    /// Sold out, or no dates yet.
    package let empty: EmptyState?
    package let plate: Plate

    package init(
        breadcrumbs: [Link], name: String, stars: Int, starsLabel: String, score: String? = nil,
        scoreLabel: String? = nil, paragraphs: [String], location: Location, amenities: [String], hours: [Fact],
        stay: String?, search: SearchForm, rooms: [Room], notices: [Notice] = [], empty: EmptyState? = nil,
        plate: Plate
    ) {
        self.breadcrumbs = breadcrumbs
        self.name = name
        self.stars = stars
        self.starsLabel = starsLabel
        self.score = score
        self.scoreLabel = scoreLabel
        self.paragraphs = paragraphs
        self.location = location
        self.amenities = amenities
        self.hours = hours
        self.stay = stay
        self.search = search
        self.rooms = rooms
        self.notices = notices
        self.empty = empty
        self.plate = plate
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "breadcrumbs": breadcrumbs
        case "name": name
        case "star_signs": String(repeating: "★", count: max(0, min(stars, 5)))
        case "stars_label": starsLabel
        case "score": present(score)
        case "score_label": present(scoreLabel)
        case "paragraphs": paragraphs
        case "location": location
        case "amenities": amenities
        case "hours": hours
        case "stay": present(stay)
        case "search": search
        case "rooms": rooms
        case "notices": notices
        case "empty": present(empty)
        case "plate": plate.number
        default: nil
        }
    }
}
