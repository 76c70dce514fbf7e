import ArgumentParser
import Foundation
import Logging
import PrivateServers
import ServiceLifecycle
import Tenancy

/// Everything on one machine: private servers below the data directory, every partner of `tenants/`,
/// the sites and the worker in this process.
struct DevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev", abstract: "Run everything privately on this machine.")

    @Flag(name: .long, help: "Prepare, print the sites, apply once more to see that nothing changes, and stop.")
    var once = false

    func run() async throws {
        var settings = try await Launch.settings()
        let logger = Launch.startLog(settings)
        let servers = try await LocalServers.start(&settings, logger: logger)
        do {
            // No proxy stands before it that would have to hear of its end.
            settings.drainSeconds = 0
            try LocalStripe.place(&settings)
            let base = try Base(settings: settings, logger: logger)
            _ = try await base.prepareDatabase()
            let sites = try await applyAll(base)
            if once {
                let again = try await applyAll(base)
                guard again.allSatisfy(\.outcome.isUnchanged) else {
                    throw ValidationError("applied twice, something changed: \(again.map(\.outcome))")
                }
            }
            Launch.say(SiteTable(sites: sites.map(\.definition), port: settings.httpPort).text)
            if !once { try await serve(base, sites.map(\.definition)) }
        } catch {
            await servers.stop()
            throw error
        }
        await servers.stop()
    }

    private func applyAll(
        _ base: Base
    ) async throws -> [(definition: TenantDefinition, outcome: TenantProvisioning.Outcome)] {
        let sources = try TenantSources(base: base)
        let definitions = try sources.slugs().map(sources.read)
        return try await SharedCache.with(base) { cache in
            let desk = try TenantDesk(base: base, cache: cache)
            var sites: [(TenantDefinition, TenantProvisioning.Outcome)] = []
            for definition in definitions {
                sites.append((definition, try await desk.apply(definition, actor: "operator:dev")))
            }
            await desk.close()
            return sites
        }
    }

    private func serve(_ base: Base, _ sites: [TenantDefinition]) async throws {
        let hub = try Hub(base: base)
        try await hub.follower.load()
        try await hub.rates.begin()
        let sandbox = try await LocalStripe(hub: hub).service(for: sites)
        let workers = try hub.workerServices(name: Launch.processName)
        let services = try Serving(hub: hub).services(beside: workers + [sandbox]) { port in
            Launch.say("Serving on http://localhost:\(port)/ — Ctrl-C stops all of it.")
        }
        try await Launch.run(services, logger: base.logger)
    }
}

extension TenantProvisioning.Outcome {
    var isUnchanged: Bool {
        if case .unchanged = self { true } else { false }
    }
}
