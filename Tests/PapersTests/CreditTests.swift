import Bookings
import Foundation
import Jobs
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Papers

@Suite("Credit notes")
struct CreditTests {
    @Test("are given once to each cancelled booking that had an invoice, over all but the penalty, for the same buyer")
    func once() async throws {
        try await TwoDesks.with { desks in
            for shop in desks.both {
                let found = try await shop.booking()
                let invoice = try await shop.issue(
                    found, for: .init(company: "Müller GmbH", taxNumber: "DE 1", address: nil))
                let without = try await shop.booking()
                for one in [found, without] {
                    try await shop.cancel(one, penalty: 4_500)
                    try await shop.told(one.booking.id, "booking.cancelled", desks.fleet)
                    try await shop.told(one.booking.id, "booking.cancelled", desks.fleet)
                }
                let note = try #require(try await shop.issued(found)[.creditNote])
                #expect(note.content.credit?.invoice == invoice.number.description)
                #expect(note.content.total.minor == 4_500 - invoice.content.total.minor)
                #expect(note.number.number == 1 && note.buyer == invoice.buyer && note.buyer?.company == "Müller GmbH")
                #expect(try await shop.issued(without).all.isEmpty)
                #expect(try await shop.issued(found).invoice == invoice)
            }
        }
    }

    @Test("A buyer goes when its term is over; the number, the amounts and what prints them stay")
    func erased() async throws {
        try await TwoDesks.with { desks in
            let shop = desks.two
            let found = try await shop.booking()
            try await shop.issue(found, for: .init(company: "Müller GmbH", taxNumber: nil, address: nil))
            let retention = try #require(PaperRetentions.all.first)
            #expect(try await shop.scope.run(retention.statement(10)).affectedCount == 0)
            _ = try await desks.fleet.admin.single(
                """
                update \(identifier: shop.entry.schema).paper_buyers
                   set issued_at = issued_at - interval '12 years'
                """)
            #expect(try await shop.scope.run(retention.statement(10)).affectedCount == 1)
            let paper = try #require(try await shop.issued(found).invoice)
            #expect(paper.buyer == nil && paper.number.number == 1)
            let text = try await PrintedText.of(
                try await shop.papers.print.issued(paper, of: shop.profile, in: .english))
            #expect(text.contains("No longer kept") && text.contains("INV-") && !text.contains("Müller"))
        }
    }
}
