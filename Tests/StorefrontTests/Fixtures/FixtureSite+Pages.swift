import Storefront
import Web

extension FixtureSite {
    /// Every page in every state, by the name of its file.
    func pages() -> [Page] { shopping() + booking() + messages() }

    typealias Page = (name: String, template: StorefrontTemplate, document: Document)

    private func shopping() -> [Page] {
        let place = words.places[0].name
        var asking = self
        asking.consent = true
        return [
            ("home-consent", .home, asking.document(text("home.title"), home())),
            ("home", .home, document(text("home.title"), home())),
            (
                "home-faults", .home,
                document(text("home.title"), home(search: search(rooms: 2, faults: true, filled: true)))
            ),
            ("results", .results, document(text("results.title", ["place": place]), results(), noindex: true)),
            (
                "results-empty", .results,
                document(text("results.title", ["place": place]), emptyResults(), noindex: true)
            ),
            ("hotel", .hotel, document(words.hotels[0], hotel(rooms: true))),
            ("hotel-sold-out", .hotel, document(words.hotels[0], hotel(rooms: false))),
            ("checkout", .checkout, document(text("checkout.title"), checkout(faults: false), noindex: true)),
            ("checkout-faults", .checkout, document(text("checkout.title"), checkout(faults: true), noindex: true)),
        ]
    }

    private func booking() -> [Page] {
        [
            (
                "price-changed", .interruption,
                document(text("interruption.price_changed.title"), priceChanged(), noindex: true)
            ),
            (
                "sold-out", .interruption,
                document(text("interruption.sold_out.title"), stopped(.soldOut), noindex: true)
            ),
            (
                "hold-expired", .interruption,
                document(text("interruption.hold_expired.title"), stopped(.holdExpired), noindex: true)
            ),
            ("confirmation", .confirmation, document(text("confirmation.title"), confirmation(), noindex: true)),
            ("manage", .manage, document(text("manage.title"), manage(found: true), noindex: true)),
            ("manage-wrong", .manage, document(text("manage.title"), manage(found: false), noindex: true)),
            ("booking", .booking, document(text("manage.booking"), booking(quoted: false), noindex: true)),
            ("booking-cancel", .booking, document(text("cancel.title"), booking(quoted: true), noindex: true)),
        ]
    }

    private func messages() -> [Page] {
        [
            ("legal", .legal, document(text("legal.terms"), legal())),
            ("cookies", .cookies, document(text("cookies.title"), cookies(), noindex: true)),
            (
                "not-found", .failure,
                document(text("problem.route.unknown.title"), failure("404", "route.unknown"), noindex: true)
            ),
            (
                "forbidden", .failure,
                document(text("problem.permission.denied.title"), failure("403", "permission.denied"), noindex: true)
            ),
            (
                "server-error", .failure,
                document(text("problem.server.error.title"), failure("500", "server.error"), noindex: true)
            ),
            (
                "unavailable", .failure,
                document(
                    text("problem.database.unavailable.title"), failure("503", "database.unavailable"), noindex: true)
            ),
            (
                "suspended", .failure,
                document(text("problem.tenant.suspended.title"), failure(nil, "tenant.suspended"), noindex: true)
            ),
            (
                "maintenance", .failure,
                document(text("problem.tenant.maintenance.title"), failure(nil, "tenant.maintenance"), noindex: true)
            ),
        ]
    }

    func home(search form: SearchForm? = nil) -> HomePage {
        HomePage(
            heading: text("home.heading"), lead: text("home.lead"), search: form ?? search(),
            destinations: words.places.enumerated().map { index, place in
                HomePage.Destination(
                    name: place.name, country: country(place.country), url: "/\(language)/hotels?destination=\(index)",
                    plate: Plate(for: "p\(index)"))
            })
    }

    func results() -> ResultsPage {
        ResultsPage(
            heading: text("results.heading", ["place": words.places[0].name]), stay: search(filled: true).echo ?? "",
            count: text("results.count", ["count": 24]), search: search(filled: true), filters: filters(),
            offers: words.hotels.indices.map(card), nextURL: "?cursor=next", firstURL: "?",
            notices: [
                Notice(.information, text("results.display_currency", ["currency": brand.currency, "date": day(-20)]))
            ])
    }

    private func emptyResults() -> ResultsPage {
        ResultsPage(
            heading: text("results.heading", ["place": words.places[0].name]), stay: search(filled: true).echo ?? "",
            count: text("results.count", ["count": 0]), search: search(filled: true), filters: filters(), offers: [],
            empty: EmptyState(
                title: text("results.empty_title"), text: text("results.empty_text"),
                actions: [Link(text("results.other_dates"), "?"), Link(text("results.other_place"), "/\(language)/")]))
    }

    private func filters() -> ResultsPage.Filters {
        ResultsPage.Filters(
            form: FormTarget("/\(language)/hotels", hidden: [("destination", "PAR")]),
            stars: [5, 4, 3, 2].map { Choice(String($0), text("unit.stars", ["count": $0]), selected: $0 == 4) },
            priceMaximum: Field(
                id: "price-max", name: "price_max", label: text("results.price_maximum", ["currency": brand.currency]),
                inputMode: "numeric", required: false, maxLength: 12),
            refundableOnly: true,
            sorting: ["recommended", "price", "stars", "rating"].map { Choice($0, text("results.sort_\($0)")) },
            applied: [Link(text("unit.stars", ["count": 4]), "?"), Link(text("results.refundable"), "?")], clearURL: "?"
        )
    }

    func card(_ index: Int) -> OfferCard {
        OfferCard(
            id: "offer-\(index)", hotelName: words.hotels[index], hotelURL: "/\(language)/hotels/\(index)",
            stars: 5 - index % 3, starsLabel: text("unit.stars", ["count": 5 - index % 3]),
            place: words.districts[index],
            score: decimal(9.4 - Double(index) * 0.3),
            scoreLabel: text(index < 2 ? "rating.exceptional" : "rating.very_good"), rooms: [words.rooms[index % 2]],
            ratePlan: text(index % 2 == 0 ? "board.breakfast" : "board.room_only"),
            amenities: ["wifi", "restaurant", "gym"].map { text("amenity.\($0)") },
            availability: index % 3 == 0 ? text("results.rooms_left", ["count": 2]) : nil, cancellation: terms(index),
            price: price(86 + Double(index * 31 % 90)), plate: Plate(for: words.hotels[index]))
    }

    private func hotel(rooms available: Bool) -> HotelPage {
        let rooms = words.rooms.enumerated().map { index, name in
            HotelPage.Room(
                name: name, description: words.roomText,
                facts: [
                    text("unit.sleeps", ["count": 2]), text("bed.queen"),
                    text("unit.square_metres", ["area": 22 + index * 6]),
                ],
                rates: ["room_only", "breakfast"].enumerated().map { plan, board in
                    HotelPage.Rate(
                        plan: text("board.\(board)"), cancellation: terms(plan + 1),
                        price: price(96 + Double(index * 40 + plan * 14)),
                        availability: index == 0 && plan == 0 ? text("results.rooms_left", ["count": 1]) : nil,
                        form: FormTarget(
                            "/\(language)/checkout",
                            hidden: [("offer_id", "o"), ("csrf", "t"), ("idempotency_key", "k")]))
                })
        }
        let city = words.places[0].name
        return HotelPage(
            breadcrumbs: [
                Link(brand.name, "/\(language)/"),
                Link(text("results.heading", ["place": city]), "/\(language)/hotels"),
                Link(words.hotels[0], "#main", current: true),
            ],
            name: words.hotels[0], stars: 4, starsLabel: text("unit.stars", ["count": 4]), score: "9.4",
            scoreLabel: text("rating.exceptional"), paragraphs: words.paragraphs,
            location: HotelPage.Location(
                address: words.address, coordinates: "48.8450, 2.3525",
                mapURL: "https://www.openstreetmap.org/?mlat=48.845&mlon=2.3525"),
            amenities: [
                "wifi", "breakfast", "garden", "lift", "air_conditioning", "reception_24h", "non_smoking", "safe",
            ].map {
                text("amenity.\($0)")
            },
            hours: [
                Fact(text("hotel.check_in_hours"), text("hotel.from_time", ["time": "15:00", "zone": zone])),
                Fact(text("hotel.check_out_hours"), text("hotel.until_time", ["time": "11:00", "zone": zone])),
            ],
            stay: search(filled: true).echo, search: search(filled: true), rooms: available ? rooms : [],
            empty: available
                ? nil
                : EmptyState(
                    title: text("hotel.sold_out_title"), text: text("hotel.sold_out_text", ["city": city]),
                    actions: [
                        Link(text("results.other_dates"), "?"), Link(text("hotel.other_hotels", ["city": city]), "?"),
                    ]),
            plate: Plate(for: words.hotels[0]))
    }
}
