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
            for route in routes where route.method == .get && Self.isPage(route) {
                let address = try Self.address(of: route, held)
                let isForVisitors = ["sign-in", "register", "forgot"].contains { address.contains($0) }
                let page = isForVisitors ? try await wire.get(address, visitor) : try await owner.get(address)
                guard page.status == 200 else { continue }
                for form in page.body.matches(of: /<form([^>]*)>(.*?)<\/form>/.dotMatchesNewlines()) {
                    guard let target = Self.target(of: form.1, routes) else { continue }
                    for input in Self.inputs(String(form.2)) {
                        let schema = Self.schema(of: input.name, target)
                        #expect(schema != nil, "\(target.path) does not declare \(input.name)")
                        #expect(
                            schema.flatMap(Self.length) == input.length,
                            "\(input.name) of \(target.method) \(target.path)")
                        compared.insert("\(target.method) \(target.path) \(input.name)")
                    }
                }
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

    private static func isPage(_ route: Route) -> Bool {
        route.traits.host == .tenant && route.outputs.contains { $0.mediaType == "text/html" }
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
