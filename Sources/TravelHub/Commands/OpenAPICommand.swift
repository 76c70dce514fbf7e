import ArgumentParser
import Foundation
import Logging
import Tenancy
import Web

/// Writes the description of the API as a file, for generators of clients; nothing has to be running.
struct OpenAPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Write the API's description, as OpenAPI 3.1.")

    enum Host: String, ExpressibleByArgument, CaseIterable {
        case site
        case platform
    }

    @Option(help: "Whose routes: a partner's site's, or the platform's own.")
    var host = Host.site

    @Option(help: "Version of the API: 1, 2 or 3.")
    var version = 1

    @Option(name: .shortAndLong, help: "The file; without it standard output.")
    var output: String?

    func run() async throws {
        guard let version = APIVersion(rawValue: version) else {
            throw ValidationError("there is no version \(version): 1, 2 and 3 are known")
        }
        let settings = try await Launch.settings()
        // Declarations need no database and no secret: nothing is dialled, nothing is opened.
        let base = Base(
            settings: settings, adminConninfo: "host=/nonexistent", rolePassword: nil,
            masterKeys: try MasterKeys(MasterKeys.generated()),
            logger: Logger(label: "travelhub") { _ in SwiftLogNoOpLogHandler() })
        let map = try Hub(base: base).map(draining: Draining())
        let document = OpenAPIDocument(
            title: host == .site ? "TravelHub" : "TravelHub platform",
            routes: (host == .site ? map.tenant : map.platform).routes, version: version,
            retirement: settings.retirements.byVersion[version])
        let bytes = Data(document.bytes)
        if let output {
            try bytes.write(to: URL(fileURLWithPath: output), options: .atomic)
        } else {
            FileHandle.standardOutput.write(bytes)
        }
    }
}
