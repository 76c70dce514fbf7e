import Foundation
import Logging

/// The first lines of every subcommand: settings, log, base.
enum Launch {
    static func settings() async throws -> Settings { try Settings(try await SettingsReader()) }

    static func base() async throws -> Base {
        var settings = try await settings()
        let logger = startLog(settings)
        RunningServers.adopt(&settings)
        return try Base(settings: settings, logger: logger)
    }
}
