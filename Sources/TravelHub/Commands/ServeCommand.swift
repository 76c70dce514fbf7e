import ArgumentParser
import Logging
import Postgres
import ServiceLifecycle
import Tenancy

/// Serves the sites and the API. Several processes may, side by side.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Serve the sites and the API.")

    @Flag(name: .long, help: "Run jobs, schedules and the outbox in this process, too.")
    var withWorker = false

    func run() async throws {
        let base = try await Launch.base()
        let hub = try Hub(base: base)
        try await hub.app.refuseTransactionPooling()
        try await hub.follower.load()
        try await hub.rates.begin()
        let logger = base.logger
        let workers = withWorker ? try hub.workerServices(name: Launch.processName) : []
        let services = try Serving(hub: hub).services(beside: workers) { port in
            logger.notice("serving", metadata: ["port": "\(port)", "sites": "\(hub.directory.count)"])
        }
        try await Launch.run(services, graceSeconds: base.settings.drainSeconds, logger: logger)
    }
}
