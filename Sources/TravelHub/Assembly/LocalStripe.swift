import Foundation
import Logging
import ServiceLifecycle
import StripeSandbox
import Tenancy
import Vocabulary

/// The sandbox of Stripe that `travelhub dev` starts beside the sites, with an account for each of them.
enum LocalStripe {
    static func directory(_ settings: Settings) -> URL {
        settings.dataDirectory.appendingPathComponent("stripe-sandbox")
    }

    static func service(
        for sites: [TenantDefinition], settings: Settings, logger: Logger
    ) async throws -> any Service {
        let directory = directory(settings)
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
        }
    }
}
