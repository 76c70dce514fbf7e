import Foundation
import Jobs
import Metrics
import Postgres
package import Tenancy
import Vocabulary

/// Hears what the processor tells of its own accord: kept if it is genuine and new, and looked at by a job, so that the
/// processor is answered at once.
package struct ReceiveEvent: Sendable {
    static let bytesMax = 256 * 1024

    let parts: PaymentParts
    let clock: WallClock

    /// Two round trips. An event that came before is taken again, and changes nothing.
    ///
    /// Throws `PaymentError.accountUnknown`, `.eventUnsigned`, `.eventUnreadable`, or `PostgresError`.
    package func receive(_ body: [UInt8], signed header: String, requestID: String?, in scope: TenantScope) async throws
    {
        let key = try await parts.dataKeys.key(of: scope.tenant)
        guard let row = try await scope.run(AccountStore.find).first else { throw PaymentError.accountUnknown }
        let secret = try PaymentAccount(row, key).signingSecret
        guard EventSignature.isGenuine(header, body: body, secret: secret, at: clock.now()) else {
            Counter(label: "payment_events", dimensions: [("outcome", "unsigned")]).increment()
            throw PaymentError.eventUnsigned
        }
        guard let event = ProcessorEvent(body) else { throw PaymentError.eventUnreadable }
        try await scope.transaction { tx in
            guard try await tx.run(EventStore.insert(event, tenant: tx.tenant)).first != nil else { return }
            let job = try parts.jobs.apply(ApplyEvent(event: event.name), requestID: requestID, tenant: tx.tenant)
            _ = try await tx.commit(after: [job])
        }
    }
}
