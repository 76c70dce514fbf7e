import Foundation
import Logging
import Metrics
import ServiceLifecycle
import Telemetry
import UnixSignals
import Web

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

    /// What is under way at a stop has the time that any request has, and a little for what follows it.
    static let finishSeconds = RouteOptions.secondsDefault + 10

    /// `graceSeconds`: what the services themselves wait for at a stop.
    static func run(_ services: [any Service], graceSeconds: Int = 0, logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(graceSeconds + finishSeconds)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// Logs and metrics from here on; both are decided once per process.
    static func startLog(_ settings: Settings) -> Logger {
        LoggingBootstrap.start(level: settings.logLevel, format: LogFormat(setting: settings.logFormat))
        MetricsSystem.bootstrap(metrics)
        return Logger(label: "travelhub")
    }

    static let metrics = MetricsRegistry()

    /// A line at once, be standard output a terminal or a pipe: somebody waits for it.
    static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}

extension LogFormat {
    /// Nil for `auto`: text on a terminal, else JSON lines.
    fileprivate init?(setting: String) {
        switch setting {
        case "json": self = .json
        case "text": self = .text
        default: return nil
        }
    }
}
