import Web

/// The partner's front door.
package struct HomePage: PageModel {
    /// A city worth a click.
    package struct Destination: PageModel {
        package let name: String
        package let country: String
        package let url: String
        package let plate: Plate

        package init(name: String, country: String, url: String, plate: Plate) {
            self.name = name
            self.country = country
            self.url = url
            self.plate = plate
        }

        package func child(named field: String) -> Any? {
            switch field {
            case "name": name
            case "country": country
            case "url": url
            case "plate": plate.number
            default: nil
            }
        }
    }

    package let heading: String
    package let lead: String
    package let search: SearchForm
    package let destinations: [Destination]
    package let notices: [Notice]

    package init(
        heading: String, lead: String, search: SearchForm, destinations: [Destination], notices: [Notice] = []
    ) {
        self.heading = heading
        self.lead = lead
        self.search = search
        self.destinations = destinations
        self.notices = notices
    }

    package func child(named field: String) -> Any? {
        switch field {
        case "heading": heading
        case "lead": lead
        case "search": search
        case "destinations": destinations
        case "notices": notices
        case "is_home": true
        default: nil
        }
    }
}

/// Which of a family's drawn motifs stands where a photograph would. The same place keeps the same one.
package struct Plate: Sendable {
    static let count = 4

    /// 1 to 4.
    package let number: Int

    package init(for identifier: String) {
        let sum = identifier.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
        self.number = sum % Self.count + 1
    }
}
