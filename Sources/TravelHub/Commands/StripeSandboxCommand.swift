import ArgumentParser
import Foundation
import Logging
import StripeSandbox

/// The sandbox of Stripe by itself: for tests, and for whoever wants to see a payment fail.
struct StripeSandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stripe-sandbox",
        abstract: "Run a sandbox of Stripe on this machine: test cards, 3-D Secure, events, faults on request.")

    @Option(help: "Port on loopback; 0 for any free one.") var port = 12_111
    @Option(help: "Where its journal, its control token and its place lie.") var directory = ".data/stripe-sandbox"
    @Option(help: "A merchant's account: <name>, or <name>=<sk_test_ key of your own>. As often as there are accounts.")
    var account: [String] = []
    @Option(help: "Another origin that card forms may lead back to, besides this machine's own hosts.")
    var origin: [String] = []

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535") }
    }

    func run() async throws {
        let settings = try await Launch.settings()
        let logger = Launch.startLog(settings)
        let place = URL(fileURLWithPath: directory)
        let sandbox = try Sandbox(directory: place.path, controlToken: try SandboxPlace.controlToken(in: place))
        var accounts: [OpenedAccount] = []
        for text in account {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard let name = parts.first else { throw ValidationError("--account is <name>[=<key>]") }
            accounts.append(
                try await sandbox.openAccount(
                    name, secretKey: parts.count > 1 ? parts[1] : nil, origins: origin))
        }
        let server = SandboxServer(sandbox, port: port, logger: logger) { [accounts] port in
            let told = SandboxPlace(port: port, controlToken: sandbox.controlToken, accounts: accounts)
            do { try told.write(to: place) } catch {
                logger.error("The sandbox's place cannot be written.", metadata: ["error": "\(error)"])
            }
            for account in accounts { Launch.say("\(account.name)  \(account.secretKey)  \(account.publishableKey)") }
            Launch.say("Stripe's sandbox on \(told.url)/, its keys in \(SandboxPlace.file(in: place).path)")
        }
        try await Launch.run([server], logger: logger)
    }
}
