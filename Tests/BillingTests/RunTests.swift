import Foundation
import Postgres
import Pricing
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Billing

@Suite("The billing run")
struct RunTests {
    @Test("hands out each site's month after its own clock has left it, once, however late it is")
    func handsOut() async throws {
        try await TwoPayers.with { payers in
            let run = try await payers.run()
            let (early, late) = (payers.one, payers.two)
            let period = try payers.overMonth(early)
            // Kiritimati is done with the month a day before Pago Pago is.
            payers.clock.set(try period.end(in: early.terms.zone) + BillingRun.restSeconds - 1)
            #expect(try await run.run() == "0 months to bill, 0 reminders")
            payers.clock.advance(bySeconds: 1)
            #expect(try await run.run() == "1 months to bill, 0 reminders")
            #expect(try await run.run() == "0 months to bill, 0 reminders")
            payers.clock.set(try period.end(in: late.terms.zone) + BillingRun.restSeconds)
            #expect(try await run.run() == "1 months to bill, 0 reminders")
            #expect(try BillingRun.due(early.terms, begun: period.from, at: payers.clock.now) == [period])
            let nextMonth = try period.end(in: late.terms.zone) + 40 * 86_400
            let next = try #require(BillingPeriod(of: period.until))
            #expect(try BillingRun.due(late.terms, begun: period.from, at: nextMonth) == [period, next])
            let nextYear = try period.end(in: late.terms.zone) + 400 * 86_400
            #expect(try BillingRun.due(late.terms, begun: period.from, at: nextYear).count == BillingRun.monthsMax)
            // At today's prices no month that was over before them.
            let dear = try BillingRun.due(late.terms, begun: period.from, priced: period.until, at: nextMonth)
            #expect(dear == [next])
            let site = try await late.scope.run(FeeStore.begun).only()
            #expect(try site.get("priced_at", as: Date?.self) == site.get("begun_at", as: Date?.self))
            _ = try await late.scope.run(
                """
                insert into definitions (tenant_id, version, document, digest, actor)
                select tenant_id, version + n,
                       jsonb_build_object('billing', jsonb_build_object('plan_fee_minor', 99000 + n / 2)), digest, actor
                  from definitions, generate_series(1, 3) n
                """)
            let since = try await late.scope.run(
                "select created_at from definitions order by version desc offset 1 limit 1"
            ).only()
            let priced = try await late.scope.run(FeeStore.begun).only()
            #expect(try priced.get("priced_at", as: Date.self) == since.get("created_at", as: Date.self))
            // What is issued already is no job any more.
            try await early.issue(period)
            _ = try await payers.fleet.admin.single("delete from shared.job_periods")
            _ = try await payers.fleet.admin.single("delete from shared.jobs")
            #expect(try await run.run() == "1 months to bill, 0 reminders")
        }
    }

    @Test("a month for which there was no rate is billed when there is one, with the months since")
    func caughtUp() async throws {
        try await TwoPayers.with { payers in
            for payer in payers.both { _ = try await payer.book() }
            let period = try payers.overMonth(payers.two)
            let rates = payers.rates.rates
            payers.rates.rates = nil
            payers.clock.advance(bySeconds: 20 * 86_400)
            #expect(try await payers.bill() == "2 months to bill, 0 reminders")
            // Who owes fees in its own currency needs none.
            #expect(try await payers.one.count("billing_invoices") == 1)
            #expect(try await payers.two.count("billing_invoices") == 0)
            // Too late for the month itself: the next one is over, too.
            let next = try #require(BillingPeriod(of: period.until))
            payers.clock.set(try next.end(in: payers.two.terms.zone) + 15 * 86_400)
            payers.rates.rates = rates
            try await payers.bill()
            for payer in payers.both {
                let invoices = try await payer.feature.browse.list(
                    InvoiceFilter(today: next.until), RowPage(.issued), limit: 10, in: payer.scope)
                #expect(Set(invoices.map(\.period)) == [period, next] && invoices.count == 2)
                let total = invoices.map(\.total.minor).reduce(0, +)
                #expect(try await payer.owed() == [payer.terms.billing.currency.code: total])
                let fees = try await payer.scope.run(
                    "select count(*) as found from billing_invoice_lines where kind = 'booking_fee'"
                ).only()
                #expect(try fees.get("found") == 1)
            }
            #expect(try await payers.bill() == "0 months to bill, 0 reminders")
        }
    }

    @Test("a partner that was put away gets its last invoice, its plan until that day, and its reminders")
    func archived() async throws {
        try await TwoPayers.with { payers in
            let (away, stays) = (payers.one, payers.two)
            _ = try await away.book()
            let life = TenantLife(platform: payers.fleet.platform, identifiers: payers.fleet.identifiers)
            _ = try await life.perform(.archive, slug: "one", actor: Payer.operatorName)
            let lastDay = try away.terms.day(of: Date())
            let period = try payers.overMonth(stays)
            #expect(try await payers.bill() == "2 months to bill, 0 reminders")
            let last = try await away.feature.browse.list(
                InvoiceFilter(today: period.until), RowPage(.issued), limit: 10, in: away.scope)
            let found = try await away.feature.browse.one(try #require(last.first).id, in: away.scope)
            let days = lastDay.components.day
            #expect(found.lines.map(\.kind) == [.planFee, .bookingFee])
            #expect(found.lines.map(\.quantity) == [days, 1])
            #expect(
                found.lines[0].amount == Money(minor: 10_000, .eur).allocated(by: [days, period.days - days])[0])
            #expect(try await away.owed() == ["EUR": found.invoice.total.minor])
            #expect(try await stays.count("billing_invoices") == 1)
            // Neither has paid.
            payers.clock.set(
                try Deadline(
                    date: found.invoice.dueOn.adding(days: 5), time: LocalTime(minutesSinceMidnight: 720),
                    zone: stays.terms.zone
                ).instant)
            #expect(try await payers.bill() == "0 months to bill, 2 reminders")
            // A month later the one owes its plan, the other nothing.
            let next = try #require(BillingPeriod(of: period.until))
            payers.clock.set(try next.end(in: stays.terms.zone) + 40 * 3_600)
            try await payers.bill()
            #expect(try await away.count("billing_invoices") == 1)
            #expect(try await stays.count("billing_invoices") == 2)
        }
    }

    @Test("overdue invoices are reminded of after 3, 10 and 20 days, each once, and no longer when they are paid")
    func reminds() async throws {
        try await TwoPayers.with { payers in
            let (one, two) = (payers.one, payers.two)
            let remind = try await payers.run().remind
            let period = try payers.overMonth(one)
            let invoice = try await one.issue(period)
            try await two.issue(try payers.overMonth(two))
            func reminded(_ payer: Payer, daysAfterDue days: Int) async throws -> Int {
                payers.clock.set(
                    try Deadline(
                        date: invoice.dueOn.adding(days: days), time: LocalTime(minutesSinceMidnight: 720),
                        zone: payer.terms.zone
                    ).instant)
                return try await remind.remind(in: payer.scope)
            }
            #expect(try await reminded(one, daysAfterDue: 2) == 0)
            #expect(try await reminded(one, daysAfterDue: 3) == 1)
            #expect(try await reminded(one, daysAfterDue: 4) == 0)
            #expect(try await reminded(one, daysAfterDue: 10) == 1)
            // Nobody was there on the day: it is sent when somebody is.
            #expect(try await reminded(one, daysAfterDue: 25) == 1)
            #expect(try await reminded(one, daysAfterDue: 60) == 0)
            // One that nobody looked at for long is reminded of once, not three times.
            #expect(try await reminded(two, daysAfterDue: 40) == 1)
            #expect(try await reminded(two, daysAfterDue: 41) == 0)
            #expect(try await one.count("billing_reminders") == 3)
            #expect(try await two.count("billing_reminders") == 1)
            // With the letters that told of the invoices.
            #expect(try await one.count("outgoing_mails") == 4)
            #expect(try await two.count("outgoing_mails") == 2)
        }
    }

    @Test("the register has every partner's invoices as they stand, summed by currency and no further")
    func register() async throws {
        try await TwoPayers.with { payers in
            let register = InvoiceRegister(pool: payers.fleet.worker)
            var invoices: [Invoice] = []
            for payer in payers.both { invoices.append(try await payer.issue(try payers.overMonth(payer))) }
            try await payers.one.pay(invoices[0])
            let far = invoices[1].dueOn.adding(days: 1)
            let totals = try await register.totals(InvoiceFilter(today: far), of: nil)
            #expect(totals.map(\.currency) == [.eur, .jpy])
            #expect(totals.map(\.asked) == invoices.map(\.total))
            #expect(totals.map(\.paid.minor) == [invoices[0].total.minor, 0])
            #expect(totals.map(\.overdue.minor) == [0, invoices[1].total.minor])
            let late = try await register.list(
                InvoiceFilter(standing: .overdue, today: far), of: nil, RowPage(.issued, .down), limit: 10)
            #expect(late.map(\.invoice) == [invoices[1].id])
            let own = try await register.list(
                InvoiceFilter(today: far), of: payers.one.shop.entry.id, RowPage(.total), limit: 10)
            #expect(own.map(\.state) == [.paid])
            // A partner sees its own there and no other's.
            #expect(try await payers.one.count("billing_register") == 1)
        }
    }
}
