package import Foundation
import Ledger
import Messaging
import Metrics
import Postgres
import Pricing
package import Tenancy
import Vocabulary
import Web

/// Issues a partner's invoice for a month that is over: takes what bookings owe, adds plan, usage and tax, gives it the
/// next number, puts what is new of it into the books, and tells those who look after the site's money.
///
/// All of it or nothing: a run that was killed has done nothing, one that comes second finds the first one's.
package struct IssueInvoice: Sendable {
    let parts: BillingParts

    package init(parts: BillingParts) { self.parts = parts }

    /// - Parameter isAgain: also where an invoice of the month is void.
    ///
    /// Throws `BillingError.notOver`, `.issued`, `.nothingDue`, `.noRate`, `.amountOutOfRange`, `.unknown`, or
    /// `PostgresError`.
    @discardableResult
    package func issue(
        _ period: BillingPeriod, isAgain: Bool, by actor: AuditActor, in scope: TenantScope
    ) async throws -> Invoice {
        let terms = try await parts.terms(of: scope)
        let end = try period.end(in: terms.zone)
        guard end <= parts.clock.now() else { throw BillingError.notOver }
        guard terms.isBilled else { throw BillingError.nothingDue }
        let rates = try await parts.rates(period.until.adding(days: -1))
        let people = try await parts.recipients(scope)
        let invoice = try await scope.transaction { tx in
            guard try await isFree(period, isAgain: isAgain, in: tx) else { throw BillingError.issued }
            let id = parts.identifiers.next()
            let bill = try await bill(period, before: end, terms, rates, for: id, in: tx)
            return try await write(bill, id, period, terms, rates, people, actor, in: tx)
        }
        Counter(label: "travelhub_invoices_total", dimensions: [("outcome", "issued")]).increment()
        return invoice
    }

    /// Under a lock that whoever issues for this partner waits for.
    private func isFree(_ period: BillingPeriod, isAgain: Bool, in tx: TenantTransaction) async throws -> Bool {
        let states = try await tx.run([InvoiceStore.turn(tx.tenant), InvoiceStore.ofPeriod(period)])[1].map {
            try $0.get("state", as: String.self)
        }
        return states.isEmpty || (isAgain && states.allSatisfy { $0 == Invoice.State.void.rawValue })
    }

    /// Throws `BillingError.nothingDue`, `.noRate`, `.amountOutOfRange`.
    private func bill(
        _ period: BillingPeriod, before end: Date, _ terms: BillingTerms, _ rates: ExchangeRates?, for id: UUID,
        in tx: TenantTransaction
    ) async throws -> Bill {
        let read = try await tx.run([
            FeeStore.take(before: end, for: id, tenant: tx.tenant),
            FeeStore.calls(period.from, until: period.until),
            FeeStore.begun,
        ])
        let bill = try Self.bill(period, terms, rates, read)
        guard !bill.isNothing else { throw BillingError.nothingDue }
        return bill
    }

    /// From the rows of fees, calls and the site's beginning.
    private static func bill(
        _ period: BillingPeriod, _ terms: BillingTerms, _ rates: ExchangeRates?, _ read: [Rows]
    ) throws -> Bill {
        try Bill(
            terms.billing, period, begun: try begun(read[2].only(), terms), ended: try terms.ended,
            fees: try read[0].map { try FeeSum($0) }, calls: try read[1].only().get("calls"), rates: rates)
    }

    /// The day on which the site began; nil where its beginning is not known.
    static func begun(_ row: Row, _ terms: BillingTerms) throws -> CalendarDate? {
        try row.get("begun_at", as: Date?.self).map { try terms.day(of: $0) }
    }

    private func write(
        _ bill: Bill, _ id: UUID, _ period: BillingPeriod, _ terms: BillingTerms, _ rates: ExchangeRates?,
        _ people: [BillingRecipient], _ actor: AuditActor, in tx: TenantTransaction
    ) async throws -> Invoice {
        let now = parts.clock.now()
        let today = try terms.day(of: now)
        let year = today.components.year
        let number: Int32 = try await tx.run(InvoiceStore.number(year, tenant: tx.tenant)).only().get("last_number")
        let invoice = Invoice(
            id: id, number: InvoiceNumber(year: year, number: Int(number)), period: period, zone: terms.zone,
            net: bill.net, taxBasisPoints: bill.taxBasisPoints, tax: bill.tax, state: .open, issuedAt: now,
            dueOn: today.adding(days: terms.dueDays), closedAt: nil, paidOn: nil, paidReference: nil, voidReason: nil,
            content: InvoiceContent(
                seller: parts.seller, buyer: terms.buyer, plan: terms.billing.plan, tax: terms.billing.tax,
                includedCalls: terms.billing.usage?.includedCalls,
                ratesOf: bill.lines.contains { $0.owed != nil } ? rates?.date.description : nil))
        let content = JSONText(String(decoding: try CanonicalJSON.encode(invoice.content), as: UTF8.self))
        var statements = [
            InvoiceStore.insert(invoice, content: content, tenant: tx.tenant),
            InvoiceStore.insert(bill.lines, of: id, tenant: tx.tenant),
            RegisterStore.insert(invoice, tenant: tx.tenant),
            parts.audit.statement(BillingTrail.issued(invoice, actor), tenant: tx.tenant),
        ]
        if let entry = try Self.entry(bill, id) { statements.append(parts.ledger.statement(entry)) }
        _ = try await tx.run(statements)
        for one in people {
            try await parts.mail.enqueue(
                .invoiceIssued(InvoiceLetter(invoice)), to: one.recipient, in: one.locale,
                uniqueKey: "invoice.\(id.text).\(one.key)", in: tx)
        }
        return invoice
    }

    /// Nil where all of it is owed in the books already: fees of bookings in the invoice's currency, without tax.
    ///
    /// Throws `LedgerError`.
    static func entry(_ bill: Bill, _ id: UUID) throws -> LedgerEntry? {
        let own = bill.lines.filter { $0.kind == .bookingFee }.reduce(0) { $0 + $1.amount.minor }
        let converted = bill.lines.compactMap { line in
            line.owed.map { PlatformInvoice.Converted(owed: $0, invoiced: line.amount) }
        }
        let costs = Money(minor: bill.total.minor - own, bill.total.currency)
        guard costs.minor > 0 || converted.contains(where: { $0.owed.minor > 0 }) else { return nil }
        return try .of(.invoiced(PlatformInvoice(costs: costs, converted: converted)), key: id.text, about: .none)
    }
}
