package import Logging
package import Vocabulary

/// swift-log's way to our writer.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: LogFormat
    private let writer: LogWriter
    private let clock: WallClock

    package init(label: String, level: Logger.Level, format: LogFormat, writer: LogWriter, clock: WallClock) {
        self.label = label
        self.format = format
        self.writer = writer
        self.clock = clock
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        // The nearest source wins: the call over the task, the task over the logger.
        var merged = metadata
        if let provided = metadataProvider?.get() { merged.merge(provided) { $1 } }
        if let own = event.metadata { merged.merge(own) { $1 } }
        writer.write(format.line(LogRecord(time: clock.now(), label: label, event: event, metadata: merged)))
    }
}
