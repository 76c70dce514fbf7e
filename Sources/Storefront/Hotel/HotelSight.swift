import Foundation
import HTTPTypes
import Inventory
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// One hotel and what was asked of it, on its way to a page.
struct HotelSight {
    let visit: Visit
    let entry: SearchEntry
    /// Nil until days were asked for.
    let check: SearchCheck?
    let found: Inventory.HotelPage
    let request: StayRequest
    let city: Destination?

    var words: Translator { visit.words }
    var hotel: Hotel { found.hotel }
    var cityName: String { city?.name ?? hotel.cityCode }
    var zone: String { words.place(cityName) }
    private var isPriced: Bool { check?.request != nil }
    private var place: String { "/hotels/\(hotel.id.uuid.text)" }

    /// The address that brings a visitor back to these rooms.
    var back: String { SitePaths.with(visit.paths.hotel(hotel.id), entry.stayQuery) }

    func page() throws -> Answer {
        let isWrong = check.map { !$0.isFine } ?? false
        let page = HotelPage(
            breadcrumbs: breadcrumbs, name: hotel.name, stars: hotel.stars, starsLabel: words.stars(hotel.stars),
            score: words.score(hotel), scoreLabel: words.scoreLabel(hotel),
            paragraphs: hotel.description.split(separator: "\n").map(String.init), location: location,
            amenities: words.known("amenity", hotel.amenityCodes), hours: hours,
            stay: isPriced ? "\(words.stay(request.dates)) · \(words.people(request.rooms))" : nil,
            search: visit.searchForm(
                entry.with { $0.destination = cityName }, faults: check, action: visit.paths.hotel(hotel.id)),
            rooms: isPriced ? rooms : [], notices: [visit.frame.currencyNotice].compactMap(\.self), empty: empty,
            plate: Plate(for: hotel.id.uuid.uuidString))
        let names: [String: MessageArgument] = ["hotel": .text(hotel.name), "city": .text(cityName)]
        return try visit.page(
            .hotel, page,
            PageSheet(
                words("hotel.title", names), description: words("hotel.description", names),
                here: entry.hasDates ? SitePaths.with(place, entry.stayQuery) : place, isHidden: entry.hasDates,
                structured: structured),
            status: isWrong ? .unprocessableContent : .ok)
    }

    private var results: String { SitePaths.with(visit.paths.hotels, inCity(entry).placeQuery) }

    private func inCity(_ entry: SearchEntry) -> SearchEntry {
        entry.with { copy in
            copy.destination = hotel.cityCode
            if copy.dates == nil { copy.dates = visit.usualDates }
        }
    }

    private var breadcrumbs: [Link] {
        [
            Link(visit.profile.name(in: visit.locale), visit.paths.home),
            Link(words("results.heading", ["place": .text(cityName)]), results),
            Link(hotel.name, "#main", current: true),
        ]
    }

    private var location: HotelPage.Location {
        let point = "\(Self.degrees(hotel.latitude)), \(Self.degrees(hotel.longitude))"
        let query = "mlat=\(Self.degrees(hotel.latitude))&mlon=\(Self.degrees(hotel.longitude))&zoom=16"
        return HotelPage.Location(
            address: hotel.address, coordinates: point, mapURL: "https://www.openstreetmap.org/?\(query)")
    }

    /// Four decimals: eleven metres.
    private static func degrees(_ value: Double) -> String { "\((value * 10_000).rounded() / 10_000)" }

    private var hours: [Fact] {
        func fact(_ label: String, _ pattern: String, _ time: LocalTime) -> Fact {
            Fact(
                words(label),
                words(pattern, ["time": .text(visit.formats.clock(minutes: time.minutes)), "zone": .text(zone)]))
        }
        return [
            fact("hotel.check_in_hours", "hotel.from_time", hotel.checkInFrom),
            fact("hotel.check_out_hours", "hotel.until_time", hotel.checkOutUntil),
        ]
    }

    private var empty: EmptyState? {
        let others = Link(words("hotel.other_hotels", ["city": .text(cityName)]), results)
        guard isPriced else {
            return EmptyState(
                title: words("hotel.no_dates_title"), text: words("hotel.no_dates_text"), actions: [others])
        }
        guard found.offers.isEmpty else { return nil }
        let later = SitePaths.with(visit.paths.hotel(hotel.id), entry.aWeekLater.stayQuery)
        return EmptyState(
            title: words("hotel.sold_out_title"), text: words("hotel.sold_out_text", ["city": .text(cityName)]),
            actions: [others, Link(words("results.other_dates"), later)])
    }
}
