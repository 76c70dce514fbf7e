import Foundation
import HTTPTypes
import Tenancy
import TestSupport
import Testing
import Web

@testable import TravelHub

/// Nothing of either console is taken away by one press: each form is shown by a page of its own, which says what
/// it will do, or what it does can be undone, in the way that is told here.
@Suite("What the consoles do")
struct AskingTests {
    /// By what was done by it is undone.
    private static let undoable: [String: String] = [
        "/admin/sign-in": "signing out", "/admin/sign-in/code": "signing out", "/admin/sign-out": "signing in",
        "/sign-in": "signing out", "/sign-out": "signing in",
        "/admin/staff/invitations": "/admin/staff/invitations/{id}/withdraw",
        "/admin/domains": "/admin/domains/{id}/remove",
        "/admin/domains/{id}/verify": "nothing: it looks, and changes nothing that is the partner's",
        "/admin/payments/{id}/look": "nothing: it looks, and what it finds is found again by the next look",
        "/admin/mail/sender/check": "nothing: it looks, and what it finds is found again by the next look",
        "/admin/legal/{kind}/{locale}/preview": "nothing: it shows a text, and keeps nothing",
    ]

    /// Pages that show a form and take nothing away: what makes something, by what ends it again.
    private static let making: [String: String] = [
        "/admin/keys/new": "/admin/keys/{id}/revoke", "/admin/brand/edit": "nobody sees a draft",
        "/admin/texts/edit": "/admin/texts/edit",
    ]

    @Test("Is asked about on a page of its own that says what it will do, or can be undone")
    func asked() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let pages = try sites.routes.filter { $0.traits.face == .page && Self.isOfConsole("\($0.path)") }
            let shown = Set(pages.filter { $0.method == .get }.map { "\($0.path)" })
            let done = pages.filter { $0.method == .post }
            #expect(done.count > 25 && Set(Self.undoable.keys).isSubset(of: Set(done.map { "\($0.path)" })))
            for way in (Self.undoable.merging(Self.making) { $1 }).values where way.hasPrefix("/") {
                #expect(done.contains { "\($0.path)" == way }, "\(way) is no way back")
            }
            let wire = sites.wire(sites.victim.host)
            var held = try await Holdings.gather(wire, word: sites.victim.word)
            try await SweptTill.gather(sites.victim, sites, into: &held)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            // What is asked about a sender is asked about one that was chosen.
            let chosen = [("address", "site@example.com"), ("name", "Site"), ("reply_to", "")]
            #expect(try await owner.post("/admin/mail/sender", chosen).status == 303)
            for route in done where Self.undoable["\(route.path)"] == nil {
                let path = "\(route.path)"
                #expect(shown.contains(path), "\(path) does not ask")
                guard path.hasPrefix("/admin"), Self.making[path] == nil else { continue }
                let fills = try route.path.parameterNames.map { name in
                    switch try #require(SweepVocabulary.fill(name, of: route)) {
                    case .held(let kind): (name, held[kind])
                    case .plain(let text): (name, text)
                    case .leftOut: (name, "")
                    }
                }
                let address = route.path.filled(Dictionary(uniqueKeysWithValues: fills))
                let page = try await owner.get(address)
                #expect(page.status == 200 && page.body.contains("class=\"consequences\""), "\(address)")
                #expect(page.body.contains("method=\"post\" action=\"\(address)\""), "\(address) asks for another")
                #expect(page.body.contains("name=\"csrf_token\""), "\(address)")
            }
        }
    }

    private static func isOfConsole(_ path: String) -> Bool {
        ["/admin", "/desk", "/sign-"].contains(where: path.hasPrefix)
    }
}
