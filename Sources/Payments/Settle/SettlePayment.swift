package import Bookings
import Foundation
import Metrics
import Postgres
package import Tenancy

/// Takes whatever steps a payment still lacks, and is the only one to take any: the traveller who comes back, the
/// processor's event, the job that chases, all call it, in any order, at once, again.
///
/// Each round asks the processor anew (never what an event says of it), then, under the booking's lock, writes what
/// follows: booking, stock, ledger and payment in one transaction. A process that dies anywhere leaves a row that says
/// what is left to do.
package struct SettlePayment: Sendable {
    /// Ask, sell, take, note: a payment that needs more rounds is getting nowhere.
    static let roundsMax = 5
    /// What another one who asks the same needs to have been answered.
    static let busyMilliseconds = 300

    let parts: PaymentParts

    /// Throws `PaymentError.notFound`, `ProcessorFault` where the processor does not say, or `PostgresError`. Whatever
    /// it throws after it has read the payment, a job goes on with it.
    @discardableResult
    package func settle(_ id: PaymentID, _ cause: Cause, in scope: TenantScope) async throws -> Payment {
        for _ in 0..<Self.roundsMax {
            let (payment, account, key) = try await read(id, in: scope)
            guard !payment.isOver else { return payment }
            let seen: StripeIntent?
            do throws(ProcessorFault) {
                let verbs = StripeVerbs(caller: parts.caller, account: try PaymentAccount.opened(account, key))
                seen = try await AskProcessor(verbs: verbs, tenant: scope.tenant).ask(payment)
            } catch .busy {
                try await Task.sleep(for: .milliseconds(Self.busyMilliseconds))
                continue
            } catch {
                try await chase(payment, error, in: scope)
                throw error
            }
            let noting = NoteIntent(parts: parts, cause: cause)
            let (before, after) = try await scope.transaction { tx in
                try await noting.note(seen, of: payment, in: tx)
            }
            if before != after {
                Counter(label: "payments_moved", dimensions: [("to", after.rawValue)]).increment()
            }
            // Whoever moved it meanwhile, there may be more to do; where it stands as we found it there is not, and
            // where it has come to its end there is not at once.
            if after == payment.state || after.isEnd { break }
        }
        return try await read(id, in: scope).payment
    }

    private func read(_ id: PaymentID, in scope: TenantScope) async throws -> (
        payment: Payment, account: Row?, key: TenantDataKey
    ) {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let rows = try await scope.run([PaymentStore.find(id), AccountStore.find])
        guard let row = rows[0].first else { throw PaymentError.notFound }
        return (try Payment(row), rows[1].first, key)
    }

    /// Leaves it to a job, and from some moment on to a person, too.
    private func chase(_ payment: Payment, _ fault: ProcessorFault, in scope: TenantScope) async throws {
        let seconds = ChasePlan.seconds(after: payment.looks)
        _ = try await scope.run([
            PaymentStore.looked(
                payment.id, againSeconds: seconds, personFor: fault.person(after: payment.looks)?.rawValue),
            try parts.jobs.chase(payment.id, payment.state, inSeconds: seconds, tenant: scope.tenant),
        ])
    }
}

extension ProcessorFault {
    /// What a person is asked for, where waiting does not help, or did not for long.
    func person(after looks: Int) -> PersonFor? {
        switch self {
        case .refused: .refused
        case .keyRefused, .keyUnread, .noAccount: .keyRefused
        case .unknown, .unread, .busy, .resting: looks >= ChasePlan.looksBeforePerson ? .unreachable : nil
        }
    }
}
