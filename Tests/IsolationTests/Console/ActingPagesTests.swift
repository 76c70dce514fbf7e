import Foundation
import HTTPTypes
import Tenancy
import TestSupport
import Testing
import Web

@testable import TravelHub

@Suite("Pages of the console, seen by an operator who acts as the owner")
struct ActingPagesTests {
    @Test("Lead to nothing that would refuse them, say why, and show the owner all of it")
    func closed() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let map = try sites.hub.map(draining: Draining())
            for partner in [sites.victim, sites.attacker] {
                var held = try await Holdings.gather(sites.wire(partner.host), word: partner.word)
                try await SweptTill.gather(partner, sites, into: &held)
                let email = SweptPeople(word: partner.word).email
                let owner = try await ConsoleSeat.signIn(email, on: sites.wire(partner.host))
                let acting = try await ConsoleSeat.act(as: email, sites, partner)
                var (closedForms, closedLinks, closedFiles) = (Set<String>(), Set<String>(), Set<String>())
                for path in try Self.pages(map, held) {
                    let (whole, seen) = (try await owner.get(path), try await acting.get(path))
                    guard whole.status == 200 else { continue }
                    #expect(seen.status == 200, "\(path)")
                    let (all, open) = (SeenPage(whole.body, map), SeenPage(seen.body, map))
                    for way in open.ways { #expect(!way.isRefused, "\(path) leads to \(way)") }
                    let closed = all.ways.subtracting(open.ways).filter(\.isRefused)
                    #expect(Set(closed) == all.ways.filter(\.isRefused), "\(path)")
                    #expect(closed.isEmpty == !open.saysWhy, "\(path): \(closed)")
                    #expect(!all.saysWhy, "\(path)")
                    closedForms.formUnion(closed.filter { $0.method == .post }.map(\.route))
                    closedLinks.formUnion(closed.filter { $0.method == .get && !$0.isFile }.map(\.route))
                    closedFiles.formUnion(closed.filter(\.isFile).map(\.route))
                }
                #expect(
                    closedForms.isSuperset(of: ["/admin/staff/invitations", "/admin/payments/account"]),
                    "\(closedForms)")
                #expect(
                    closedLinks.isSuperset(of: [
                        "/admin/bookings/{id}/cancel", "/admin/bookings/{id}/refund", "/admin/keys/new",
                    ]), "\(closedLinks)")
                #expect(
                    closedFiles == [
                        "/admin/bookings", "/admin/payments", "/admin/staff", "/admin/staff/invitations",
                        "/admin/audit", "/admin/billing", "/admin/billing/statement",
                    ],
                    "\(closedFiles)")
            }
        }
    }

    /// Every page of the console that is only read, of what the site has.
    private static func pages(_ map: RouteMap, _ held: Holdings) throws -> [String] {
        try map.tenant.routes.filter { route in
            route.method == .get && route.path.description.hasPrefix("/admin") && !route.refusesImpersonation
                && route.outputs.contains { $0.mediaType == "text/html" }
        }.map { route in
            let names = try route.path.parameterNames.map { name in
                let text: String? =
                    switch try #require(SweepVocabulary.fill(name, of: route), "\(route.path) \(name)") {
                    case .held(let kind): held[kind]
                    case .plain(let text): text
                    case .leftOut: nil
                    }
                return (name, text ?? "en")
            }
            return route.path.filled(Dictionary(uniqueKeysWithValues: names))
        }
    }
}

/// What a page offers to do: forms that can be sent, links, files.
private struct SeenPage {
    struct Way: Hashable, CustomStringConvertible {
        let method: HTTPRequest.Method
        let route: String
        let isFile: Bool
        /// To whoever acts as somebody.
        let isRefused: Bool

        var description: String { "\(method) \(route)\(isFile ? " as a file" : "")" }
    }

    let ways: Set<Way>
    let saysWhy: Bool

    init(_ html: String, _ map: RouteMap) {
        let main = html.components(separatedBy: "<main").last ?? ""
        func way(_ method: HTTPRequest.Method, _ address: Substring) -> Way? {
            let path = address.prefix { $0 != "?" && $0 != "#" }
            guard path.hasPrefix("/"), let route = try? map.tenant.match(method, path).route else { return nil }
            let isFile = address.contains("format=csv")
            return Way(
                method: method, route: "\(route.path)", isFile: isFile,
                isRefused: route.refusesImpersonation || (isFile && route.refusesImpersonatedFile))
        }
        let links = main.matches(of: /<a [^>]*href="([^"]*)"/).compactMap { way(.get, $0.1) }
        let forms = main.matches(of: /<form([^>]*)>(.*?)<\/form>/.dotMatchesNewlines()).compactMap { form -> Way? in
            guard form.2.contains("<button"), let action = form.1.firstMatch(of: /action="([^"]*)"/)?.1 else {
                return nil
            }
            return way(form.1.contains("method=\"post\"") ? .post : .get, action)
        }
        ways = Set(links + forms)
        saysWhy = ["while you act as", "<bdi>Closed</bdi>"].contains { main.contains($0) }
    }
}
