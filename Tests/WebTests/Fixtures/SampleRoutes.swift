import Foundation
import HTTPTypes
import Postgres
import Tenancy
import Vocabulary

@testable import Web

struct SearchInput: Input {
    let destination: String
    let checkIn: CalendarDate
    let checkOut: CalendarDate
    let rooms: [String]
    let stars: Int?

    static let form = Form(
        "Search",
        Field("destination", .text(max: 80), "City, hotel or IATA code").example(.text("PAR")),
        Field("check_in", .date),
        Field("check_out", .date),
        Field("room", .list(.code(CodePattern("0-9,", 1...20)), 1...4)),
        Field("stars", .integer(1...5)).optional
    ) { destination, checkIn, checkOut, rooms, stars in
        guard checkIn < checkOut else { throw InputFaults("?check_out", "checkout_before_checkin") }
        return SearchInput(destination: destination, checkIn: checkIn, checkOut: checkOut, rooms: rooms, stars: stars)
    }
}

enum Channel: String, CaseIterable, Sendable {
    case mail
    case phone
}

struct ContactInput: Input {
    let name: String
    let email: String
    let channel: Channel

    static let form = Form(
        "Contact", Field("name", .text(max: 10)), Field("email", .email), Field("channel", .choice).or(.mail)
    ) { ContactInput(name: $0, email: $1.description, channel: $2) }
}

struct BookInput: Input {
    let quote: UUID
    let travellers: [ContactInput]
    let price: Money?
    let note: String?

    static let form = Form(
        "Book",
        Field("quote_id", .uuid),
        Field("travellers", .list(.object(ContactInput.form), 1...3)),
        Field("price", .money()).optional,
        Field("note", .text(max: 200, [.trimmed, .composed, .lines])).optional
    ) { BookInput(quote: $0, travellers: $1, price: $2, note: $3) }
}

struct HotelInput: Input {
    let id: UUID

    static let form = Form(Field("id", .uuid)) { HotelInput(id: $0) }
}

/// Routes as a feature would declare them, over every kind of context.
enum SampleRoutes {
    static let siteSchema = Schema.object("Site", [.init("slug", .text), .init("locale", .text)], closed: true)

    static var groups: [RouteGroup] { [api, pages, platform, Probes([], draining: Draining()).routes()] }

    static var api: RouteGroup {
        RouteGroup(
            "api",
            [
                Route(.get, "/api/site", .anyone, "The site", gives: [.json(siteSchema)]) {
                    (_: NoInput, context: TenantContext) in
                    let answer = Answer.json(cache: .confirmed) { json in
                        json.object {
                            $0.member("slug", context.profile.definition.slug)
                            $0.member("locale", context.locale)
                        }
                    }
                    return PreparedAnswer(answer, on: context).answer(for: context.arrival.head.headerFields)
                },
                Route(.get, "/api/hotels/search", .anyone, "Search", gives: [.json(.any)]) {
                    (input: SearchInput, _: TenantContext) in
                    .json { json in
                        json.object {
                            $0.member("rooms", input.rooms)
                            $0.member("stars", input.stars)
                        }
                    }
                },
                Route(.get, "/api/hotels/{id}", .anyone, "A hotel", gives: [.json(.any)]) {
                    (input: HotelInput, _: TenantContext) in .json { $0.value(input.id) }
                },
                Route(.post, "/api/bookings", .anyone, "Book", gives: [.json(.any, .created)]) {
                    (input: BookInput, _: TenantContext) in
                    .json(status: .created) { json in
                        json.object {
                            $0.member("first", input.travellers[0].name)
                            $0.member("note", input.note)
                            $0.member("channel", input.travellers[0].channel.rawValue)
                        }
                    }
                },
                Route(.get, "/api/broken", .anyone, "Breaks", gives: [.json(.any)]) {
                    (_: NoInput, _: TenantContext) in throw Secret.password("hunter2")
                },
                Route(.get, "/api/outage", .anyone, "Needs the database", gives: [.json(.any)]) {
                    (_: NoInput, context: TenantContext) in
                    _ = try await context.scope.run("select 1")
                    return .noContent
                },
                Route(
                    .get, "/api/first", .anyone, "Only in version one", gives: [.json(.any)],
                    options: RouteOptions(versions: [.one])
                ) { (_: NoInput, context: TenantContext) in .json { $0.value(context.version.rawValue) } },
            ])
    }

    static var pages: RouteGroup {
        RouteGroup(
            "pages",
            [
                Route(.get, "/{locale}", .anyone, "Home", gives: [.html()]) { (_: NoInput, context: VisitorContext) in
                    .html("<p lang=\"\(context.locale)\">\(context.formToken)</p>")
                },
                Route(.get, "/kept", .anyone, "A page to keep", gives: [.html()]) {
                    (_: NoInput, context: VisitorContext) in
                    context.confirmed(.html("<p>kept</p>", cache: .confirmed), EntityTag(opaque: "kept"))
                },
                Route(.get, "/{locale}/stay", .anyone, "A page", gives: [.html()]) {
                    (_: NoInput, context: VisitorContext) in .html("<p>\(context.locale)</p>")
                },
                Route(.post, "/{locale}/contact", .anyone, "A form", gives: [.html(), .redirect()]) {
                    (input: Submission<ContactInput>, _: VisitorContext) in
                    switch input.result {
                    case .success(let contact): .html("thanks \(contact.name)")
                    case .failure(let faults):
                        .html(
                            faults.faults.map { "\($0.pointer)=\($0.code)" }.joined(separator: ";"),
                            status: .unprocessableContent)
                    }
                },
            ])
    }

    static var platform: RouteGroup {
        RouteGroup(
            "platform",
            [
                Route(.get, "/api/platform/tenants", .operate(.tenants), "Tenants", gives: [.json(.any)]) {
                    (_: NoInput, context: OperatorContext) in .json { $0.value(context.actor) }
                }
            ])
    }

    enum Secret: Error {
        case password(String)
    }
}
