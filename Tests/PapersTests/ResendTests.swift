import Bookings
import Foundation
import Messaging
import Postgres
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Papers

@Suite("Papers that are mailed once more")
struct ResendTests {
    private static func mails(_ shop: PaperShop) async throws -> Int {
        try await shop.scope.run("select count(*) as number from outgoing_mails where template = 'booking_papers'")
            .only().get("number")
    }

    @Test("go out once in a while however often they are asked for, each partner's by itself, and the trail tells it")
    func once() async throws {
        try await TwoDesks.with { desks in
            for shop in desks.both {
                let found = try await shop.booking()
                func send() async throws -> Bool {
                    try await shop.papers.resend.send(
                        found, of: shop.profile, key: shop.key, by: "guest", in: shop.scope)
                }
                #expect(try await send())
                #expect(try await !send())
                #expect(try await Self.mails(shop) == 1)
                desks.clock.advance(bySeconds: Double(ResendPapers.windowSeconds))
                #expect(try await send())
                #expect(try await Self.mails(shop) == 2)
                let told = try await shop.scope.run(
                    "select count(*) as number from audit_entries where action = 'paper.resend'")
                #expect(try told.only().get("number") == 2)
                let held = try await shop.booking(.held)
                await #expect(throws: PaperError.notAllowed) {
                    try await shop.papers.resend.send(
                        held, of: shop.profile, key: shop.key, by: "guest", in: shop.scope)
                }
            }
        }
    }

    @Test("More than goes with a mail is refused before it is kept")
    func tooLarge() async throws {
        try await TwoDesks.with { desks in
            let shop = desks.one
            let found = try await shop.booking()
            let half = MailEnclosure(
                fileName: "a.pdf", type: "application/pdf",
                bytes: Array(repeating: 1, count: MailEnclosure.bytesMax / 2 + 1))
            let letter = found.booking.letter(step: 2, isCancelled: false)
            let address = try #require(MailAddress("ada@example.com"))
            await #expect(throws: MailEnclosure.TooLarge.self) {
                try await shop.scope.transaction { tx in
                    _ = try await shop.papers.resend.mail.enqueue(
                        .bookingPapers(letter, [half, half]), to: MailRecipient(address), in: .english, in: tx)
                }
            }
            #expect(try await Self.mails(shop) == 0)
        }
    }

    @Test("What was given back by grace is not asked for again, on the receipt as on the invoice")
    func grace() async throws {
        let paid = PaidLines { booking, _ in
            let price = booking.price.total - booking.price.dueAtProperty
            let all = price + Money(minor: 6_000, price.currency)
            return [
                (PaidLine.Kind.payment, all, false), (.refund, Money(minor: 6_000, price.currency), false),
                (.refund, Money(minor: 500, price.currency), true),
            ]
            .map { PaidLine(kind: $0.0, amount: $0.1, at: PaperSamples.instant, method: "Visa", isGrace: $0.2) }
        }
        try await TwoDesks.with(paid: paid) { desks in
            for shop in desks.both {
                let found = try await shop.booking()
                let receipt = try await shop.papers.desk.receipt(
                    found.dated, of: shop.profile.definition, in: shop.scope)
                #expect(receipt.outstanding.minor == 0 && receipt.paid.count == 3)
                let content = try await shop.issue(found).content
                #expect(content.outstanding.minor == 0 && content.refunded.minor == 6_500)
                #expect(try await shop.issued(found).invoice?.content == content)
            }
        }
    }

    @Test("An invoice tells what was paid in sums, and which card it was stands in no row")
    func paid() async throws {
        let paid = PaidLines { booking, _ in
            [
                PaidLine(
                    kind: .payment, amount: Money(minor: 9_000, booking.stay.currency), at: PaperSamples.instant,
                    method: "Visa 4242"),
                PaidLine(
                    kind: .refund, amount: Money(minor: 1_000, booking.stay.currency), at: PaperSamples.instant,
                    method: "Visa 4242"),
            ]
        }
        try await TwoDesks.with(paid: paid) { desks in
            for shop in desks.both {
                let found = try await shop.booking()
                let content = try await shop.issue(found).content
                #expect(content.paid.minor == 9_000 && content.refunded.minor == 1_000)
                let kept: String = try await shop.scope.run("select content::text as content from papers").only().get(
                    "content")
                #expect(kept.contains("9000") && !kept.contains("4242") && !kept.contains("Visa"))
                let receipt = try await shop.papers.desk.receipt(
                    found.dated, of: shop.profile.definition, in: shop.scope)
                #expect(receipt.paid.map(\.method) == ["Visa 4242", "Visa 4242"])
            }
        }
    }
}
