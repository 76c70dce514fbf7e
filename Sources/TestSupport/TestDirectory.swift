import Foundation
package import Logging

/// Directories for what a test run leaves on disk, under the system's temporary directory.
package enum TestDirectory {
    /// Faults only: a test's own failure says the rest.
    package static let logger: Logger = {
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }()

    /// Makes an empty directory with a name of its own.
    package static func make() throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/travelhub-test-\(UUID().uuidString.prefix(13))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
