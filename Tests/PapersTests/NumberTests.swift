import Bookings
import Foundation
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Papers

@Suite("Numbers of papers")
struct NumberTests {
    private static func numbers(_ shop: PaperShop) async throws -> [Int] {
        try await shop.scope.run("select number from papers where kind = 'invoice' order by number").map {
            try $0.get("number")
        }
    }

    @Test("have no gap though many are given at once and some are given up, and each partner counts by itself")
    func gapless() async throws {
        try await TwoDesks.with { desks in
            let count = 24
            var work: [(shop: PaperShop, found: FindBooking.Found, fails: Bool)] = []
            for shop in desks.both {
                for index in 0..<count { work.append((shop, try await shop.booking(), index.isMultiple(of: 3))) }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for one in work.shuffled() {
                    group.addTask {
                        do { try await one.shop.issue(one.found, thenFails: one.fails) } catch is PaperShop.GivenUp {}
                    }
                }
                try await group.waitForAll()
            }
            for shop in desks.both {
                #expect(try await Self.numbers(shop) == Array(1...(count * 2 / 3)))
                let rows = try await shop.scope.run("select issued_at from papers order by year, number")
                let times = try rows.map { try $0.get("issued_at", as: Date.self) }
                #expect(times == times.sorted())
            }
            for one in work where one.fails { try await one.shop.issue(one.found) }
            for shop in desks.both { #expect(try await Self.numbers(shop) == Array(1...count)) }
        }
    }

    @Test("A booking gets one invoice, however many ask for it at once")
    func once() async throws {
        try await TwoDesks.with { desks in
            for shop in desks.both {
                let found = try await shop.booking()
                let outcomes = await withTaskGroup(of: PaperError?.self) { group in
                    for _ in 0..<12 {
                        group.addTask {
                            do {
                                try await shop.issue(found)
                                return nil
                            } catch {
                                return error as? PaperError ?? .busy
                            }
                        }
                    }
                    return await group.reduce(into: [PaperError?]()) { $0.append($1) }
                }
                #expect(outcomes.count { $0 == nil } == 1 && outcomes.count { $0 == .issued } == 11, "\(outcomes)")
                #expect(try await Self.numbers(shop) == [1])
            }
            #expect(try await desks.one.issued(try await desks.two.booking()).all.isEmpty)
        }
    }

    @Test("begin anew with the year of the partner's own clock")
    func years() async throws {
        try await TwoDesks.with { desks in
            let shop = desks.one
            try await shop.issue(try await shop.booking())
            let schema = shop.entry.schema
            for table in ["paper_series", "papers"] {
                _ = try await desks.fleet.admin.single(
                    "update \(identifier: schema).\(identifier: table) set year = year - 1")
            }
            let paper = try await shop.issue(try await shop.booking())
            #expect(paper.number.number == 1)
            #expect(paper.number.description.hasPrefix("INV-\(paper.number.year)-000001"))
        }
    }

    @Test("are asked for only where something is agreed, and not where the booking has changed meanwhile")
    func refused() async throws {
        try await TwoDesks.with { desks in
            for shop in desks.both {
                for state in [BookingState.held, .cancelled, .failed] {
                    let found = try await shop.booking(state)
                    await #expect(throws: PaperError.notAllowed) { try await shop.issue(found) }
                }
                let found = try await shop.booking()
                let draft = try await shop.papers.issue.draft(
                    found, for: PaperShop.nobody, of: shop.profile.definition, key: shop.key, in: shop.scope)
                try await shop.cancel(found)
                await #expect(throws: PaperError.notAllowed) {
                    try await shop.scope.transaction { tx in
                        _ = try await shop.papers.issue.issue(draft, key: shop.key, by: "guest", in: tx)
                    }
                }
                #expect(try await Self.numbers(shop).isEmpty)
                let buyer = PaperBuyer.Entry(company: " ", taxNumber: "DE 1", address: nil)
                #expect(buyer.faults.isEmpty)
                await #expect(throws: PaperError.invalid([.init("/company", "company_missing")])) {
                    try await shop.issue(
                        try await shop.booking(), for: .init(company: "", taxNumber: "DE 1", address: nil))
                }
            }
        }
    }

    @Test("What was issued cannot be changed or taken away, not even by the application itself")
    func frozen() async throws {
        try await TwoDesks.with { desks in
            for shop in desks.both {
                try await shop.issue(try await shop.booking())
                for statement: SQL in [
                    "update papers set number = 7", "delete from papers", "delete from paper_series",
                ] {
                    await #expect(throws: PostgresError.self) { try await shop.scope.run(statement) }
                }
            }
        }
    }
}
