import ArgumentParser
import Foundation
import Jobs
import Tenancy
import Vocabulary

extension JobsCommand {
    /// Sends jobs through the queue that do nothing but say that they ran, and waits for them.
    struct Probe: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send jobs through the queue and say how long they took; fails when they do not come through.")

        @Argument(help: "In which partner's name.") var tenant: String
        @Option(name: .long, help: "How many, 1 to 100000.") var count = 1
        @Option(name: .long, help: "How long to wait for them, 1 to 600.") var seconds = 30

        static let batchMax = 500

        func validate() throws {
            guard (1...100_000).contains(count), (1...600).contains(seconds) else {
                throw ValidationError("--count is 1 to 100000, --seconds 1 to 600")
            }
        }

        func run() async throws {
            try await JobsCommand.opened { hub in
                let scope = hub.tenants.scope(try JobsCommand.entry(tenant, hub))
                let queue = JobQueue(keys: hub.base.masterKeys, identifiers: hub.base.identifiers)
                let probe = hub.base.identifiers.next()
                let start = ContinuousClock.now
                for first in stride(from: 0, to: count, by: Self.batchMax) {
                    _ = try await scope.run(
                        try (first..<min(count, first + Self.batchMax)).map {
                            try queue.statement(QueueProbe(probe: probe, number: $0), tenant: scope.tenant)
                        })
                }
                var outcome = try await ProbeOutcome.read(probe, in: scope)
                while outcome.ran < count, start.duration(to: .now) < .seconds(seconds) {
                    try await Task.sleep(for: .milliseconds(50))
                    outcome = try await ProbeOutcome.read(probe, in: scope)
                }
                print(
                    "\(outcome.ran) of \(count) came through in \(start.duration(to: .now)), \(outcome.repeated) twice")
                if outcome.ran < count || outcome.repeated > 0 { throw ExitCode(1) }
            }
        }
    }
}
