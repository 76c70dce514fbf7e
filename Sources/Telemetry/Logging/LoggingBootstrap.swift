package import Logging
package import Vocabulary

/// Decides once per process how logs are written.
package enum LoggingBootstrap {
    /// JSON lines, or readable text where the log goes to a terminal. To be called once, before the
    /// first logger is made.
    ///
    /// - Parameter format: nil chooses by what the writer leads to.
    /// - Parameter levels: thresholds of single loggers by label, where they differ from `level`.
    package static func start(
        level: Logger.Level, levels: [String: Logger.Level] = [:], format: LogFormat? = nil,
        writer: LogWriter = .standardError, clock: WallClock = .system, metadataProvider: Logger.MetadataProvider? = nil
    ) {
        let format = format ?? (writer.isTerminal ? .text : .json)
        LoggingSystem.bootstrap(
            { label, provider in
                var handler = LineLogHandler(
                    label: label, level: levels[label] ?? level, format: format, writer: writer, clock: clock)
                handler.metadataProvider = provider
                return handler
            }, metadataProvider: metadataProvider)
    }
}
