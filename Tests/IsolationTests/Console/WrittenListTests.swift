import Foundation
import Localization
import Messaging
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import TravelHub

@Suite("Lists of what a site writes: its letters, its legal texts, what it sent")
struct WrittenListTests {
    @Test("Letters are found, narrowed, ordered and taken away in each language")
    func letters() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let owner = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.victim.word).email, on: sites.wire(sites.victim.host))
            let path = "/admin/mail/letters"
            let names = MailTemplate.allCases.map(\.rawValue)
            for (order, expected) in [("up", names.sorted()), ("down", names.sorted(by: >))] {
                let file = try await owner.records("\(path)?locale=ja&sort=template&order=\(order)&format=csv")
                #expect(file.compactMap { row in names.first { row.contains(",\($0),") } } == expected)
                let page = try await owner.get("\(path)?locale=ja&sort=template&order=\(order)").body
                let ways = page.matches(of: /\/letters\/([a-z_]+)\?locale=ja/).map { String($0.output.1) }
                #expect(ways == expected, "\(order)")
                #expect(page.contains("letters?locale=ja&amp;sort=subject"), "the language is kept")
            }
            let critical = MailTemplate.allCases.filter { $0.weight == .critical }.count
            #expect(try await owner.rows("\(path)?kind=critical").count == critical && critical > 0)
            #expect(try await owner.rows("\(path)?q=\(names[0])").count >= 1)
            let none = try await owner.get("\(path)?q=nothing-like-it").body
            #expect(none.contains(sites.hub.catalogues.translator(.english)("console.list.unmatched")))
        }
    }

    @Test("Legal texts are found by name and state, ordered by each language, and taken away")
    func legal() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let owner = try await ConsoleSeat.signIn(
                SweptPeople(word: sites.victim.word).email, on: sites.wire(sites.victim.host))
            _ = try await sites.fleet.admin.single(
                """
                update \(identifier: sites.victim.entry.schema).definitions set document = document #- '{pages,privacy,ja}'
                 where tenant_id = \(sites.victim.entry.id)
                """)
            let missing = try await owner.records("/admin/legal?state=missing&format=csv")
            #expect(missing.contains { $0.hasPrefix("privacy,") && $0.contains("missing") }, "\(missing)")
            #expect(!missing.contains { $0.hasPrefix("terms,") })
            let all = try await owner.records("/admin/legal?sort=text&format=csv")
            let back = try await owner.records("/admin/legal?sort=text&order=down&format=csv")
            #expect(all.count == PageKind.allCases.count && back == all.reversed())
            let byState = try await owner.get("/admin/legal?sort=ja").body
            #expect(byState.contains("aria-sort=\"ascending\""))
            #expect(try await owner.rows("/admin/legal?q=privacy").count == 1)
            #expect(try await owner.get("/admin/legal?q=nothing-like-it").body.contains("class=\"empty\""))
        }
    }

    @Test("Sent mail is narrowed to a letter and to a whole address, and to nothing by half of one")
    func sent() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let wire = sites.wire(sites.victim.host)
            let held = try await Holdings.gather(wire, word: sites.victim.word)
            let owner = try await ConsoleSeat.signIn(SweptPeople(word: sites.victim.word).email, on: wire)
            let path = "/admin/mail/messages"
            let all = try await owner.records("\(path)?format=csv")
            let letter = try #require(all.first?.split(separator: ",").first.map(String.init))
            let narrowed = try await owner.records("\(path)?kind=\(letter)&format=csv")
            #expect(narrowed.count == all.filter { $0.hasPrefix("\(letter),") }.count && !narrowed.isEmpty)
            #expect(try await owner.records("\(path)?kind=nothing&format=csv").isEmpty)
            #expect(try await owner.records("\(path)?q=\(held[.email].prefix(4))&format=csv").isEmpty)
            #expect(try await owner.rows("\(path)?q=nobody@example.com").isEmpty)
            let page = try await owner.get("\(path)?q=\(PercentCoding.encode(held[.email]))")
            #expect(page.status == 200)
        }
    }
}
