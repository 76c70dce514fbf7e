import ArgumentParser
import Console
import Foundation
import Jobs
import Tenancy
import Vocabulary

/// What changes something of queues, jobs and schedules; each of it is audited.
extension JobsCommand {
    struct Replay: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put dead letters back into their queues, with all their attempts before them.")

        @OptionGroup var choice: JobChoice
        @Option(name: .long, help: "That one alone, by its identifier.") var job: String?

        func run() async throws {
            let id = try job.map(JobsCommand.identifier)
            try await JobsCommand.opened { hub in
                let count = try await hub.jobConsole.replay(
                    JobFilter(queue: choice.queue, kind: choice.kind, job: id),
                    of: try choice.tenant.map { try JobsCommand.entry($0, hub) }, actor: TenantCommand.Apply.actor)
                print("\(count) dead letters replayed")
            }
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run a schedule besides its slots, or a partner's job before its hour.")

        @Option(name: .long, help: "A schedule's name.") var schedule: String?
        @Option(name: .long, help: "Whose job it is.") var tenant: String?
        @Option(name: .long, help: "The job's identifier.") var job: String?

        func validate() throws {
            guard (schedule != nil) != (tenant != nil && job != nil) else {
                throw ValidationError("either --schedule, or --tenant and --job")
            }
        }

        func run() async throws {
            try await JobsCommand.opened { hub in
                if let schedule {
                    guard try await hub.queueDesk.run(schedule: schedule, by: JobsCommand.doer) else {
                        throw ValidationError("no schedule \(schedule)")
                    }
                    print("\(schedule) runs with the next worker that looks")
                } else if let tenant, let job {
                    let scope = hub.tenants.scope(try JobsCommand.entry(tenant, hub))
                    let isDone = try await hub.tenantJobs.run(
                        try JobsCommand.identifier(job), actor: TenantCommand.Apply.actor, in: scope)
                    guard isDone else { throw ValidationError("no job \(job) of \(tenant) waits for its hour") }
                    print("\(job) is due now")
                }
            }
        }
    }

    /// A queue, or one partner's share of it, or a schedule.
    struct Held: ParsableArguments {
        @Argument(help: "The queue.") var queue: String?
        @Option(name: .long, help: "Only this partner's share of it.") var tenant: String?
        @Option(name: .long, help: "A schedule instead of a queue.") var schedule: String?

        func validate() throws {
            guard (queue == nil) != (schedule == nil), tenant == nil || queue != nil else {
                throw ValidationError("either a queue, with or without --tenant, or --schedule")
            }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let no more of a queue or a schedule begin.")

        @OptionGroup var held: Held
        @Option(name: .long, help: "For whoever wonders why.") var reason = "by hand"

        func run() async throws {
            try await JobsCommand.opened { hub in
                if let schedule = held.schedule {
                    try await JobsCommand.set(schedule, isPaused: true, hub)
                } else if let queue = held.queue {
                    let tenant = try held.tenant.map { try JobsCommand.entry($0, hub).id }
                    try await hub.queueDesk.pause(queue, of: tenant, reason: reason, by: JobsCommand.doer)
                    print("\(queue) is paused")
                }
            }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a paused queue or schedule go on.")

        @OptionGroup var held: Held

        func run() async throws {
            try await JobsCommand.opened { hub in
                if let schedule = held.schedule {
                    try await JobsCommand.set(schedule, isPaused: false, hub)
                } else if let queue = held.queue {
                    let tenant = try held.tenant.map { try JobsCommand.entry($0, hub).id }
                    let isResumed = try await hub.queueDesk.resume(queue, of: tenant, by: JobsCommand.doer)
                    print(isResumed ? "\(queue) goes on" : "\(queue) was not paused")
                }
            }
        }
    }

    struct Limit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Hold a queue, or a partner in it, to a rate.")

        @Argument(help: "The queue.") var queue: String
        @Option(name: .long, help: "Only this partner's share of it.") var tenant: String?
        @Option(name: .long, help: "Jobs begun in a minute; absent: as many as come.") var perMinute: Int?

        func validate() throws {
            guard perMinute.map((1...QueueDesk.perMinuteMax).contains) ?? true else {
                throw ValidationError("--per-minute is 1 to \(QueueDesk.perMinuteMax)")
            }
        }

        func run() async throws {
            try await JobsCommand.opened { hub in
                let id = try tenant.map { try JobsCommand.entry($0, hub).id }
                try await hub.queueDesk.limit(queue, of: id, perMinute: perMinute, by: JobsCommand.doer)
                print("\(queue): \(perMinute.map { "\($0) a minute" } ?? "as many as come")")
            }
        }
    }

    static func identifier(_ text: String) throws -> UUID {
        guard let id = UUID(uuidString: text) else { throw ValidationError("\(text) is no identifier") }
        return id
    }

    private static func set(_ schedule: String, isPaused: Bool, _ hub: Hub) async throws {
        guard try await hub.queueDesk.set(schedule: schedule, isPaused: isPaused, by: doer) else {
            throw ValidationError("no schedule \(schedule)")
        }
        print(isPaused ? "\(schedule) is paused" : "\(schedule) goes on")
    }
}
