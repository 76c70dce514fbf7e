import Foundation
import HTTPTypes
import Tenancy
import TestSupport
import Testing
import Web

@testable import TravelHub

/// A browser lets be typed what the description of the route says, no more and no less.
@Suite("Fields of pages")
struct FieldLengthTests {
    private struct Input {
        let name: String
        let length: Int
    }

    @Test("Are as long in a browser as the route is declared that their form is sent to, in every page of a site")
    func lengths() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let routes = try sites.routes
            let wire = sites.wire(sites.victim.host)
            let held = try await Holdings.gather(wire, word: sites.victim.word)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let visitor = [("accept", "text/html")]
            var compared: Set<String> = []
            for route in routes where route.method == .get && Self.isPage(route, of: .tenant) {
                let address = try Self.address(of: route, held)
                let isForVisitors = ["sign-in", "register", "forgot"].contains { address.contains($0) }
                let page = isForVisitors ? try await wire.get(address, visitor) : try await owner.get(address)
                guard page.status == 200 else { continue }
                compared.formUnion(Self.compare(page.body, routes))
            }
            for known in [
                "POST /{locale}/sign-in password", "POST /{locale}/register name", "POST /{locale}/checkout notes",
                "POST /{locale}/account/password new_password", "POST /admin/keys/new name",
                "POST /admin/sign-in email", "POST /admin/texts/edit pattern", "GET /{locale}/hotels destination",
            ] {
                #expect(compared.contains(known), "\(known) was on no page")
            }
        }
    }

    @Test("Are so on the operators' desk, too, and no shorter or longer than a program may send there")
    func desk() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let routes = try sites.routes.filter { $0.traits.host == .platform }
            let wire = sites.wire(SweptSites.platformHost)
            let operating = try await AuditedSeat.take(sites).operating()
            let seated = [("accept", "text/html"), ("cookie", operating.cookies)]
            var compared: Set<String> = []
            for route in routes where route.method == .get && Self.isPage(route, of: .platform) {
                let address = route.path.filled(Self.named.merging(["slug": sites.victim.word]) { $1 })
                let isForVisitors = route.permission == .anyone
                let page = try await wire.get(address, isForVisitors ? [("accept", "text/html")] : seated)
                guard page.status == 200 else { continue }
                compared.formUnion(Self.compare(page.body, routes))
            }
            for known in [
                "POST /sign-in email", "POST /sign-in password", "POST /sign-in code",
                "POST /desk/tenants/{slug}/impersonation reason", "POST /desk/tenants/{slug}/invitation email",
                "POST /desk/queues/{queue}/pause reason", "POST /desk/tenants/new brand",
                "POST /desk/tenants/import folder", "GET /desk/tenants q",
            ] {
                #expect(compared.contains(known), "\(known) was on no page")
            }
            for (page, program) in Self.programs {
                let one = try #require(routes.first { "\($0.method) \($0.path)" == page }, "\(page)")
                let other = try #require(routes.first { "\($0.method) \($0.path)" == program }, "\(program)")
                let fields = one.input.filter { field in other.input.contains { $0.name == field.name } }
                #expect(fields.count > 1, "\(page) and \(program) share nothing")
                for field in fields where !one.path.parameterNames.contains(field.name) {
                    #expect(
                        Self.schema(of: field.name, one).flatMap(Self.length)
                            == Self.schema(of: field.name, other).flatMap(Self.length),
                        "\(field.name) of \(page)")
                }
            }
        }
    }

    /// What the desk's pages are about.
    private static let named = [
        "name": "operator", "queue": "ordinary", "schedule": "retention.sweep",
        "id": "00000000-0000-7000-8000-000000000000",
    ]

    /// Forms of the desk, and the routes by which programs do the same.
    private static let programs = [
        "POST /sign-in": "POST /api/platform/auth/login",
        "POST /desk/tenants/{slug}/impersonation": "POST /api/platform/tenants/{slug}/impersonations",
        "POST /desk/tenants/{slug}/invitation": "POST /api/platform/tenants/{slug}/invitations",
        "POST /desk/queues/{queue}/pause": "POST /api/platform/jobs/queues/{queue}/pause",
    ]

    /// Every field of the page's forms with the route that its form is sent to; those that were compared.
    private static func compare(_ html: String, _ routes: [Route]) -> Set<String> {
        var compared: Set<String> = []
        for form in html.matches(of: /<form([^>]*)>(.*?)<\/form>/.dotMatchesNewlines()) {
            guard let target = target(of: form.1, routes) else { continue }
            for input in inputs(String(form.2)) {
                let schema = schema(of: input.name, target)
                #expect(schema != nil, "\(target.path) does not declare \(input.name)")
                #expect(
                    schema.flatMap(length) == input.length, "\(input.name) of \(target.method) \(target.path)")
                compared.insert("\(target.method) \(target.path) \(input.name)")
            }
        }
        return compared
    }

    /// `hours.0.text` is the text of one of the hours.
    private static func schema(of name: String, _ route: Route) -> Schema? {
        let steps = name.split(separator: ".").map(String.init)
        var schema = route.input.first { $0.name == steps[0] }?.schema
        for step in steps.dropFirst() {
            switch bare(schema) {
            case .array(let item, _): schema = item
            case .object(_, let properties, _): schema = properties.first { $0.name == step }?.schema
            default: return nil
            }
        }
        return schema
    }

    private static func bare(_ schema: Schema?) -> Schema? {
        switch schema {
        case .nullable(let inner), .annotated(let inner, _): bare(inner)
        default: schema
        }
    }

    /// A list is typed line by line.
    private static func length(_ schema: Schema) -> Int? {
        if case .array(let item, let count?) = bare(schema), let line = item.lengthMax {
            return count.upperBound * (line + 1)
        }
        return schema.lengthMax
    }

    private static func isPage(_ route: Route, of host: ContextTraits.Host) -> Bool {
        route.traits.host == host && route.outputs.contains { $0.mediaType == "text/html" }
    }

    private static func address(of route: Route, _ held: Holdings) throws -> String {
        func text(_ name: String) throws -> String? {
            switch try #require(SweepVocabulary.fill(name, of: route), "\(route.path) \(name)") {
            case .held(let kind): held[kind]
            case .plain(let text): text
            case .leftOut: nil
            }
        }
        let path = try route.path.parameterNames.map { ($0, try text($0) ?? "en") }
        let query = try route.input.map(\.name).filter { !route.path.parameterNames.contains($0) }.compactMap { name in
            try text(name).map { "\(name)=\(PercentCoding.encode($0))" }
        }
        return route.path.filled(Dictionary(uniqueKeysWithValues: path)) + "?" + query.joined(separator: "&")
    }

    /// The route that a form is sent to.
    private static func target(of tag: Substring, _ routes: [Route]) -> Route? {
        guard let action = tag.firstMatch(of: /action="([^"?#]*)/)?.1 else { return nil }
        let method: HTTPRequest.Method = tag.contains("method=\"post\"") ? .post : .get
        let steps = action.split(separator: "/")
        func fits(_ route: Route) -> Bool {
            route.path.segments.count == steps.count
                && zip(route.path.segments, steps).allSatisfy { segment, step in
                    if case .literal(let text) = segment { text == step } else { true }
                }
        }
        let found = routes.filter { $0.method == method && $0.traits.face == .page && fits($0) }
        // Of two that fit it is the one that says more.
        return found.max { $0.path.parameterNames.count > $1.path.parameterNames.count }
    }

    private static func inputs(_ form: String) -> [Input] {
        form.matches(of: /<(?:input|textarea) [^>]*>/).compactMap { tag in
            guard let name = tag.0.firstMatch(of: #/ name="([^"]*)"/#)?.1,
                let length = tag.0.firstMatch(of: #/ maxlength="([0-9]+)"/#)?.1
            else { return nil }
            return Int(length).map { Input(name: String(name), length: $0) }
        }
    }
}
