import Foundation
import Logging
import Payments
import ServiceLifecycle
import StripeSandbox
import Tenancy
import Vocabulary

/// The sandbox of Stripe that `travelhub dev` starts beside the sites, with an account for each of them, to which each
/// of them is connected.
struct LocalStripe: Sendable {
    let hub: Hub

    static func directory(_ settings: Settings) -> URL {
        settings.dataDirectory.appendingPathComponent("stripe-sandbox")
    }

    /// Where it will listen is known before it does, so that the sites can be told.
    static func place(_ settings: inout Settings) throws {
        guard settings.stripeSandboxURL == nil else { return }
        if settings.stripeSandboxPort == 0 { settings.stripeSandboxPort = try FreePort.find() }
        settings.stripeSandboxURL = "http://localhost:\(settings.stripeSandboxPort)"
    }

    /// Where one asks that is told of elsewhere, or that was started beside the sites.
    static func running(_ settings: Settings) -> String? {
        if let told = settings.stripeSandboxURL { return told }
        return settings.isDevelopment ? SandboxPlace.read(from: directory(settings))?.url : nil
    }

    func service(for sites: [TenantDefinition]) async throws -> any Service {
        let (settings, logger) = (hub.base.settings, hub.base.logger)
        let directory = Self.directory(settings)
        let sandbox = try Sandbox(directory: directory.path, controlToken: try SandboxPlace.controlToken(in: directory))
        var accounts: [OpenedAccount] = []
        for site in sites {
            accounts.append(
                try await sandbox.openAccount(site.slug, currency: site.currencies.charge[0].code.lowercased()))
        }
        return SandboxServer(sandbox, port: settings.stripeSandboxPort, logger: logger) { [accounts] port in
            let place = SandboxPlace(port: port, controlToken: sandbox.controlToken, accounts: accounts)
            do { try place.write(to: directory) } catch {
                logger.error("The sandbox's place cannot be written.", metadata: ["error": "\(error)"])
            }
            Launch.say("Stripe's sandbox on \(place.url)/, its keys in \(SandboxPlace.file(in: directory).path)")
            Task { await connect(sites, accounts) }
        }
    }

    /// A site that is connected to something already stays with it.
    private func connect(_ sites: [TenantDefinition], _ accounts: [OpenedAccount]) async {
        for (site, account) in zip(sites, accounts) {
            do {
                guard let entry = hub.directory.entry(slug: site.slug),
                    let host = site.hosts.first
                else { continue }
                let scope = hub.tenants.scope(entry)
                guard try await hub.payments.connect.isFree(for: .sandbox, in: scope) else { continue }
                let base = "http://\(host):\(hub.base.settings.httpPort)"
                try await hub.payments.connect.connect(
                    .init(
                        processor: .sandbox, publishableKey: account.publishableKey, secretKey: account.secretKey,
                        eventsURL: base + PaymentsFeature.eventsPath),
                    takesRealMoney: false, AuditActor("operator:dev"), in: scope)
            } catch {
                hub.base.logger.error(
                    "A site cannot be connected to the sandbox.",
                    metadata: ["site": "\(site.slug)", "error": "\(error)"])
            }
        }
    }
}
