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

    /// Makes an empty directory that a server takes away when it ends.
    package static func make() throws -> String {
        let path = FileManager.default.temporaryDirectory.path + "/travelhub-test-\(UUID().uuidString.prefix(13))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// Makes an empty directory that is gone when the tests are through.
    package static func scratch() throws -> String {
        let path = try root.get() + "/\(UUID().uuidString.prefix(13))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        return path
    }

    private static let root = Result { () throws -> String in
        let path = try make()
        atexit { TestDirectory.clear() }
        return path
    }

    private static func clear() {
        guard case .success(let path) = root else { return }
        try? FileManager.default.removeItem(atPath: path)
    }
}
