import Bookings
import Foundation
import Ledger
import Postgres
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Billing

@Suite("Invoices of the platform")
struct IssueTests {
    @Test("fees of bookings, plan, usage and tax come to what SQL and the books say, each partner in its currency")
    func issued() async throws {
        try await TwoPayers.with { payers in
            for (payer, bookings, perEuro) in [(payers.one, 3, 1), (payers.two, 2, 160)] {
                for night in 0..<bookings { _ = try await payer.book(from: night) }
                let period = try payers.overMonth(payer)
                _ = try await payer.scope.run(
                    """
                    insert into api_usage (tenant_id, day, method, path, version, calls)
                    values (\(payer.shop.entry.id), \(period.from), 'GET', '/api/hotels/search', 1, 3000)
                    """)
                let before = try await payer.owed()
                #expect(before == ["EUR": bookings * 250])
                let invoice = try await payer.issue(period)
                let found = try await payer.feature.browse.one(invoice.id, in: payer.scope)
                let currency = payer.terms.billing.currency
                // 100.00 EUR a night in a currency of 2 decimals, in one of none a hundredth of it in units.
                let fees = bookings * 250 * perEuro / (currency == .jpy ? 100 : 1)
                #expect(found.lines.map(\.kind) == [.planFee, .bookingFee, .usage])
                #expect(found.lines.map(\.amount.minor) == [10_000, fees, 400])
                #expect(found.lines.map(\.quantity) == [period.days, bookings, 2_000])
                #expect(found.lines[1].owed == (currency == .jpy ? Money(minor: bookings * 250, .eur) : nil))
                #expect(invoice.net == Money(minor: 10_400 + fees, currency))
                #expect(invoice.tax == Money(minor: (10_400 + fees + 5) / 10, currency))
                #expect(found.invoice == invoice)
                let summed = try await payer.scope.run(
                    "select sum(amount_minor)::bigint as net from billing_invoice_lines where invoice_id = \(invoice.id)"
                ).only()
                #expect(try summed.get("net") == invoice.net.minor)
                // What is owed in the books is what the invoice asks for, and nothing besides.
                #expect(try await payer.owed() == [currency.code: invoice.total.minor])
                try await payer.pay(invoice)
                #expect(try await payer.owed() == [:])
                #expect(try await payer.isBalanced())
            }
            #expect(try await payers.one.count("billing_invoices") == 1)
            #expect(try await payers.two.count("billing_invoices") == 1)
        }
    }

    @Test("what a change made dearer is asked for by a later invoice, and is no booking of that month")
    func dearer() async throws {
        try await TwoPayers.with { payers in
            for payer in payers.both {
                let booking = try await payer.book()
                let period = try payers.overMonth(payer)
                let first = try await payer.issue(period)
                _ = try await payer.shop.change(booking, .stay(payer.shop.dates(nights: 2), nil))
                _ = try await payer.book(from: 4)
                let next = try #require(BillingPeriod(of: period.until))
                payers.clock.set(try next.end(in: payer.terms.zone) + 3_600)
                let second = try await payer.issue(next)
                for (invoice, owed) in [(first, 250), (second, 500)] {
                    let lines = try await payer.feature.browse.one(invoice.id, in: payer.scope).lines
                    let fee = try #require(lines.first { $0.kind == .bookingFee })
                    #expect(fee.quantity == 1)
                    #expect((fee.owed ?? fee.amount) == Money(minor: owed, .eur))
                }
            }
        }
    }

    @Test("run twice and by many at once a month has one invoice, and its number has no gap behind it")
    func once() async throws {
        try await TwoPayers.with { payers in
            let payer = payers.one
            _ = try await payer.book()
            let period = try payers.overMonth(payer)
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<6 {
                    group.addTask { (try? await payer.issue(period)) != nil }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
            #expect(try await payer.count("billing_invoices") == 1)
            await #expect(throws: BillingError.issued) { try await payer.issue(period) }
            // The next month's has nothing of the booking any more.
            let next = try #require(BillingPeriod(of: period.until))
            payers.clock.set(try next.end(in: payer.terms.zone) + 3_600)
            let second = try await payer.issue(next)
            #expect(second.number.number == 2 || second.number.year != period.year)
            #expect(second.net.minor == 10_000)
            #expect(try await payers.two.count("billing_invoices") == 0)
        }
    }

    @Test("a run that dies half way has done nothing, and the next one does all of it")
    func killed() async throws {
        try await TwoPayers.with { payers in
            let payer = payers.two
            _ = try await payer.book()
            let period = try payers.overMonth(payer)
            // The letter is the last step of the transaction: without it, it dies there.
            let scope = payer.scope
            _ = try await payers.fleet.admin.single(
                "alter table \(identifier: scope.entry.schema).outgoing_mails rename to gone")
            await #expect(throws: (any Error).self) { try await payer.issue(period) }
            _ = try await payers.fleet.admin.single(
                "alter table \(identifier: scope.entry.schema).gone rename to outgoing_mails")
            for table in ["billing_invoices", "billing_invoice_fees", "billing_series"] {
                #expect(try await payer.count(table) == 0)
            }
            let invoice = try await payer.issue(period)
            #expect(invoice.number.number == 1)
            #expect(try await payer.count("outgoing_mails") == 1)
            #expect(try await payer.isBalanced())
        }
    }

    @Test("a cancelled booking owes only its share of what is kept; what comes to less than nothing waits")
    func cancelled() async throws {
        try await TwoPayers.with { payers in
            let payer = payers.one
            let (free, late) = (try await payer.book(from: 0), try await payer.book(from: 1))
            _ = try await payer.shop.cancel(free)
            #expect(try await payer.owed() == ["EUR": 250])
            try await payer.shop.moveWindow(late, begins: -1, payers.fleet)
            let promise = try await payer.shop.quoteCancellation(late)
            #expect(promise.penalty.minor == 5_000)
            _ = try await payer.shop.cancel(late, promise: promise.id)
            #expect(try await payer.owed() == ["EUR": 125])
            let period = try payers.overMonth(payer)
            let first = try await payer.feature.browse.one(try await payer.issue(period).id, in: payer.scope)
            #expect(first.lines.map(\.amount.minor) == [10_000, 125])
            #expect(try await payer.isBalanced())
            // A booking of the month before that is given back now: the fee is less than nothing, and waits.
            let third = try await payer.book(from: 2)
            let next = try #require(BillingPeriod(of: period.until))
            payers.clock.set(try next.end(in: payer.terms.zone) + 3_600)
            try await payer.issue(next)
            _ = try await payer.shop.cancel(third)
            let after = try #require(BillingPeriod(of: next.until))
            payers.clock.set(try after.end(in: payer.terms.zone) + 3_600)
            let credit = try await payer.feature.browse.one(try await payer.issue(after).id, in: payer.scope)
            #expect(credit.lines.map(\.kind) == [.planFee])
            let waiting = try await payer.feature.preview.preview(in: payer.scope)
            #expect(waiting.bill?.lines.map(\.kind) == [.planFee])
            let open = try await payer.scope.run(
                "select sum(total_minor)::bigint as total from billing_invoices where state = 'open'"
            ).only().get("total", as: Int.self)
            #expect(try await payer.owed() == ["EUR": open - 250])
        }
    }

    @Test("a void invoice keeps its number, leaves the books as they were, and the month can be billed again")
    func void() async throws {
        try await TwoPayers.with { payers in
            let payer = payers.two
            _ = try await payer.book()
            let period = try payers.overMonth(payer)
            let before = try await payer.owed()
            let first = try await payer.issue(period)
            try await payer.feature.void.void(first.id, "Wrong plan", by: Payer.operatorName, in: payer.scope)
            #expect(try await payer.owed() == before)
            await #expect(throws: BillingError.closed) { try await payer.pay(first) }
            // The schedule leaves it alone; an operator asks for it.
            await #expect(throws: BillingError.issued) { try await payer.issue(period) }
            let second = try await payer.issue(period, isAgain: true)
            #expect(second.number.number == first.number.number + 1)
            #expect(second.total == first.total)
            #expect(try await payer.owed() == ["JPY": second.total.minor])
            let account = try await payer.feature.browse.account(in: payer.scope)
            #expect(account.last?.balance == second.total)
            #expect(account.map(\.kind).filter { $0 == .void }.count == 1)
            #expect(try await payer.isBalanced())
        }
    }

    @Test("what is noted as paid is the whole, once, on a day that was")
    func paid() async throws {
        try await TwoPayers.with { payers in
            let payer = payers.one
            let invoice = try await payer.issue(try payers.overMonth(payer))
            await #expect(throws: BillingError.amountDiffers(invoice.total)) {
                try await payer.pay(invoice, Money(minor: invoice.total.minor - 1, .eur))
            }
            await #expect(throws: BillingError.amountDiffers(invoice.total)) {
                try await payer.pay(invoice, Money(minor: invoice.total.minor, .usd))
            }
            await #expect(throws: BillingError.invalid([.init("/paid_on", "range")])) {
                try await payer.feature.pay.pay(
                    invoice.id,
                    InvoicePayment(
                        amount: invoice.total, date: try payer.terms.day(of: payers.clock.now).adding(days: 4),
                        reference: "BANK"), by: Payer.operatorName, in: payer.scope)
            }
            try await payer.pay(invoice)
            await #expect(throws: BillingError.closed) { try await payer.pay(invoice) }
            // Nobody else's invoice is found, whoever asks.
            await #expect(throws: BillingError.unknown) { try await payers.two.pay(invoice) }
            #expect(try await payer.feature.browse.one(invoice.id, in: payer.scope).invoice.state == .paid)
            #expect(try await payer.isBalanced())
        }
    }

    @Test("before its month is over on the partner's own clock there is no invoice")
    func notOver() async throws {
        try await TwoPayers.with { payers in
            for payer in payers.both {
                let period = try payers.overMonth(payer)
                payers.clock.set(try period.end(in: payer.terms.zone) - 1)
                await #expect(throws: BillingError.notOver) { try await payer.issue(period) }
                payers.clock.set(try period.end(in: payer.terms.zone))
                try await payer.issue(period)
            }
        }
    }
}
