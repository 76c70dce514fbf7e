import Bookings
import Foundation
import NIOHTTP1
import Papers
import Payments
import Postgres
import StripeSandbox
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("Papers of a booking that is paid and changed")
struct ChangedPaperTests {
    @Test("A second payment and what goes back by a change are on the receipt, and the staff has every invoice")
    func receipts() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            for partner in [sites.victim, sites.attacker] {
                let wire = sites.wire(partner.host)
                let paid = try await SweptTill.pay(wire, sites, partner)
                let booking = Changed(sites: sites, partner: partner, wire: wire, paid: paid)
                let issued = try await wire.json(
                    "/api/bookings/\(paid.booking)/invoice", booking.access + booking.key, "{}")
                let first = try issued.expect("number")
                #expect(try await booking.receipt().paid.map(\.kind) == [.payment])

                try await booking.change(nights: 3)
                try await booking.payMore()
                let longer = try await booking.receipt()
                #expect(longer.paid.map(\.kind) == [.payment, .payment] && longer.outstanding.minor == 0)
                #expect(longer.total.minor - longer.dueAtProperty.minor == longer.paid.map(\.amount.minor).reduce(0, +))
                try await booking.follow()

                try await booking.change(nights: 1)
                _ = try await sites.hub.payments.late.sweep(booking.scope, lateSeconds: -86_400)
                let shorter = try await booking.receipt()
                #expect(Set(shorter.paid.map(\.kind)) == [.payment, .refund] && shorter.outstanding.minor == 0)
                let kept = shorter.paid.map { $0.kind == .payment ? $0.amount.minor : -$0.amount.minor }.reduce(0, +)
                #expect(kept == shorter.total.minor - shorter.dueAtProperty.minor)
                try await booking.follow()

                let papers = try await booking.papers()
                #expect(papers.all.count == 5 && papers.all[0].number.description == first)
                #expect(papers.total(in: shorter.total.currency) == shorter.total)
                let last = try #require(papers.invoice)
                #expect(last.content.outstanding.minor == 0 && last.content.refunded.minor > 0)
                let owner = try await TillPageTests.owner(partner, sites)
                let here = "/admin/bookings/\(paid.booking)"
                let page = try await owner.get(here).body
                for paper in papers.all {
                    let file = paper.kind == .invoice ? "invoice.pdf" : "credit-note.pdf"
                    let url = "\(here)/\(file)?number=\(paper.number)"
                    #expect(page.contains("\(url)\""), "\(page)")
                    #expect(try await owner.get(url).body.hasPrefix("%PDF-"))
                }
                #expect(try await owner.get("\(here)/invoice.pdf?number=INV-2020-000001").status == 404)
            }
        }
    }
}

/// A paid booking and what its guest does with it.
private struct Changed {
    let sites: SweptSites
    let partner: SweptPartner
    let wire: Wire
    let paid: SweptTill.Paid

    var access: [(String, String)] { [("x-booking-access", paid.token)] }
    var key: [(String, String)] { [("idempotency-key", UUID().text)] }
    var scope: TenantScope { sites.fleet.tenants.scope(partner.entry) }
    private var path: String { "/api/bookings/\(paid.booking)" }

    private var id: BookingID {
        get throws { BookingID(try #require(UUID(uuidString: paid.booking))) }
    }

    func change(nights: Int) async throws {
        let from = try #require(CalendarDate(Holdings.laterDates.checkIn))
        let promised = try await wire.json(
            "\(path)/change-quotes", access, #"{"check_in":"\#(from)","check_out":"\#(from.adding(days: nights))"}"#)
        let changed = try await wire.json(
            "\(path)/change", access + key, #"{"change_quote_id":"\#(try promised.expect("change_quote_id"))"}"#)
        #expect(changed.status == 200, "\(changed.body)")
    }

    func payMore() async throws {
        let begun = try await wire.json("\(path)/payments", access + key, "{}")
        let intent = try begun.expect("client_secret").components(separatedBy: "_secret_")[0]
        let account = try await sites.stripe.account(partner.word)
        _ = try await Wire(port: sites.stripe.port, host: "localhost:\(sites.stripe.port)").send(
            "POST", "/v1/payment_intents/\(intent)/confirm",
            [
                ("authorization", "Bearer \(account.secretKey)"),
                ("content-type", "application/x-www-form-urlencoded"),
            ], body: "payment_method=pm_card_visa")
        let payment = PaymentID(try #require(UUID(uuidString: try begun.expect("id"))))
        let settled = try await sites.hub.payments.settle.settle(payment, .system(requestID: nil), in: scope)
        #expect(settled.state == .captured)
    }

    func receipt() async throws -> ReceiptContent {
        let key = try await sites.hub.dataKeys.key(of: partner.entry.id)
        let found = try await FindBooking().opened(try id, key: key, in: scope).found
        let profile = try await sites.hub.profiles.profile(partner.entry)
        return try await sites.hub.papers.desk.receipt(found.dated, of: profile.definition, in: scope)
    }

    func papers() async throws -> IssuedPapers {
        let key = try await sites.hub.dataKeys.key(of: partner.entry.id)
        return try await sites.hub.papers.desk.issued(try id, key: key, in: scope)
    }

    /// As the outbox would have it done.
    func follow() async throws {
        try await sites.hub.papers.following(
            tenants: sites.hub.tenants, directory: sites.hub.directory, logger: TestFleet.logger
        ).follow(try id, of: partner.entry)
    }
}
