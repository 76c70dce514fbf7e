import Foundation
package import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Vocabulary

/// The worker's part in provisioning: takes up operations that were asked for over HTTP, and those whose
/// process died between two steps.
package struct OperationRunner: Service {
    /// Then it is failed for good, until the same is asked for again.
    package static let attemptsMax = 6
    static let pollSeconds = 0.3

    private let provisioning: TenantProvisioning
    private let logger: Logger
    private let whenDone: @Sendable () async -> Void

    /// - Parameter whenDone: closes what `provisioning` works with.
    package init(
        _ provisioning: TenantProvisioning, logger: Logger, whenDone: @escaping @Sendable () async -> Void = {}
    ) {
        self.provisioning = provisioning
        self.logger = logger
        self.whenDone = whenDone
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await turn() { continue }
                } catch {
                    logger.warning("operations not read", metadata: ["error": "\(error)"])
                }
                do { try await Task.sleep(for: .seconds(Self.pollSeconds)) } catch { return }
            }
        }
        await whenDone()
    }

    /// Takes up the oldest that waits, if there is one, and does what is left of it.
    package func turn() async throws -> Bool {
        let claim = OperationStore.claimNext(by: provisioning.holder)
        guard let row = try await provisioning.platform.run(claim).first else { return false }
        guard let operation = try await provisioning.opened(row, attemptsMax: Self.attemptsMax) else {
            let id: UUID = try row.get("operation_id")
            logger.error("operation given up", metadata: ["operation": "\(id.text)"])
            count(try row.get("kind"), "failed")
            return true
        }
        var logger = logger
        logger[metadataKey: "tenant"] = "\(operation.tenant)"
        logger[metadataKey: "operation"] = "\(operation.id.text)"
        let outcome: String
        do {
            _ = try await provisioning.perform(operation)
            outcome = "done"
        } catch let error where operation.attempt >= Self.attemptsMax {
            _ = try await provisioning.platform.run(OperationStore.fail(operation, fault: "\(error)"))
            logger.error("operation failed", metadata: ["error": "\(error)"])
            outcome = "failed"
        } catch {
            logger.notice("operation broke off, will be taken up again", metadata: ["error": "\(error)"])
            outcome = "retried"
        }
        count(operation.kind.rawValue, outcome)
        return true
    }

    private func count(_ kind: String, _ outcome: String) {
        Counter(label: "travelhub_operations_total", dimensions: [("kind", kind), ("outcome", outcome)]).increment()
    }
}
