import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// The first lines of every subcommand: settings, log, base; and the last: run until told to stop.
enum Launch {
    static func settings() async throws -> Settings { try Settings(try await SettingsReader()) }

    static func base() async throws -> Base {
        var settings = try await settings()
        let logger = startLog(settings)
        RunningServers.adopt(&settings)
        return try Base(settings: settings, logger: logger)
    }

    /// Unique among processes, for leases.
    static var processName: String {
        "\(ProcessInfo.processInfo.hostName)/\(ProcessInfo.processInfo.processIdentifier)"
    }

    static func run(_ services: [any Service], logger: Logger) async throws {
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }

    static func startLog(_ settings: Settings) -> Logger {
        var logger = Logger(label: "travelhub")
        logger.logLevel = settings.logLevel
        return logger
    }
}
