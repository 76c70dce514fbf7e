import HTTPTypes
import Tenancy
package import Vocabulary
import Web

extension InventoryFeature {
    var searchRoute: Route {
        Route(
            .get, "/api/hotels/search", .anyone, "Hotels with room for everybody, at their whole price",
            gives: RouteOutput.json(by: StayJSON.searchSchema),
            refuses: [.init(404, "destination.unknown"), .init(422, "input.invalid")], options: Self.searchOptions
        ) { [search] (input: SearchInput, context: TenantContext) in
            let page = try await search.run(
                input.query, seller: context.seller, locale: context.locale, in: context.scope)
            return .json { json in
                json.object { json in
                    json.member("destination", page.destination)
                    json.member("match_count", page.matchCount)
                    json.member("data", page.results.map { StayJSON($0, context.version) })
                    json.member("next_cursor", page.next?.description)
                }
            }
        }
    }

    var hotelRoute: Route {
        Route(
            .get, "/api/hotels/{id}", .anyone, "One hotel with all that it offers for a stay",
            gives: RouteOutput.json(by: HotelJSON.pageSchema),
            refuses: [.init(404, "hotel.unknown"), .init(422, "input.invalid")],
            options: Self.searchOptions
        ) { [search] (input: HotelInput, context: TenantContext) in
            let page = try await search.hotel(
                input.hotel, request: input.request, seller: context.seller, locale: context.locale, in: context.scope)
            return .json { json in
                json.object { json in
                    json.member("hotel", HotelJSON(hotel: page.hotel, isWhole: true))
                    json.member("room_types", page.roomTypes.map(RoomTypeJSON.init))
                    json.member("offers", page.offers.map { StayJSON($0, context.version) })
                }
            }
        }
    }

    var destinationsRoute: Route {
        Route(
            .get, "/api/destinations", .anyone, "Cities that what was typed so far may mean",
            gives: [.json(.object(nil, [.init("data", .array(Destination.schema))], closed: true))],
            options: Self.options
        ) { [suggestions] (input: DestinationInput, context: TenantContext) in
            .bytes(
                try await suggestions.document(for: input, on: context), type: "application/json",
                cache: .shared(seconds: Suggestions.seconds))
        }
    }

    private static let options = RouteOptions(tag: "hotels")
    private static let searchOptions = RouteOptions(tag: "hotels", cost: RouteLimit.searchCost)
}

extension TenantContext {
    /// What the site adds to the properties' prices.
    fileprivate var seller: SellerTerms {
        SellerTerms(profile.definition.billing, takesPayments: profile.takesPayments)
    }
}

extension SearchError: ProblemSource {
    package var problem: Problem {
        switch self {
        case .unknownDestination: Problem(404, "destination.unknown")
        case .unknownHotel: Problem(404, "hotel.unknown")
        case .badCursor: InputFaults("?cursor", "format", ["expected": .text("next_cursor")]).problem
        }
    }
}
