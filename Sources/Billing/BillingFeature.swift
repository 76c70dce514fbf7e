package import Jobs
import Metrics
package import Tenancy
package import Vocabulary

/// What partners owe the platform: a plan, a fee for each booking, metered usage; an invoice a month with tax, reminders
/// of it, and its payment as an operator notes it.
///
/// What always holds: a month has one invoice that counts, whoever runs it however often; numbers have no gap; a fee in
/// the books is asked for once; what is in the books as owed to the platform is what open invoices ask for and what the
/// next ones will; an issued invoice says for good what it said.
package struct BillingFeature: Sendable {
    /// Where a partner's staff sees its invoices.
    package static let consolePath = "/admin/billing"

    package let issue: IssueInvoice
    package let preview: PreviewBill
    package let pay: PayInvoice
    package let void: VoidInvoice
    package let browse = BrowseInvoices()
    package let print = PrintInvoice()
    package let clock: WallClock
    let parts: BillingParts

    package init(parts: BillingParts) {
        self.parts = parts
        issue = IssueInvoice(parts: parts)
        preview = PreviewBill(parts: parts)
        pay = PayInvoice(parts: parts)
        void = VoidInvoice(parts: parts)
        clock = parts.clock
    }

    package func register(in handlers: inout JobHandlers) {
        handlers.register(BillMonth.self) { [issue] job, context in
            guard let period = BillingPeriod(job.period) else { return }
            do throws {
                try await issue.issue(
                    period, isAgain: false, by: AuditActor("system", requestID: context.requestID), in: context.scope)
            } catch BillingError.issued, BillingError.nothingDue {
                // Somebody was quicker, or there is nothing to ask for.
            } catch let fault as BillingError {
                // Operators find it among the jobs that failed; it is tried again for as long as the run looks back.
                Counter(label: "travelhub_invoices_total", dimensions: [("outcome", fault.problem.code)]).increment()
                throw fault
            }
        }
    }

    package func run(queue: JobQueue, round: TenantRound) -> BillingRun {
        BillingRun(parts: parts, queue: queue, round: round)
    }
}
