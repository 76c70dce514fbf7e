import Foundation
import PrivateServers

/// A program of another's that does the loading, or a process of ours that is loaded.
enum BenchProgram {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs it to its end and gives what it printed.
    ///
    /// Throws `Failure` when it says that it failed or takes longer than `secondsMax`.
    static func output(
        _ path: String, _ arguments: [String], environment: [String: String] = [:], secondsMax: Int
    ) async throws -> String {
        let outcome = try await Tool.run([path] + arguments, environment: environment, secondsMax: secondsMax)
        guard outcome.status == 0 else {
            throw Failure(description: "\(path) failed with status \(outcome.status): \(outcome.output)")
        }
        return outcome.output
    }

    /// Starts it and leaves it running; its log goes to `log`.
    static func start(
        _ path: String, _ arguments: [String], environment: [String: String], log: URL
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"].merging(environment) { $1 }
        FileManager.default.createFile(atPath: log.path, contents: nil)
        let handle = try FileHandle(forWritingTo: log)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        return process
    }

    /// The first of the usual places that has it.
    static func find(_ name: String, package: String, in directories: [String] = []) throws -> String {
        let usual = directories + ["/usr/lib/postgresql/15/bin", "/usr/bin", "/usr/local/bin"]
        guard let directory = usual.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") })
        else { throw Failure(description: "\(name) is missing: apt-get install \(package)") }
        return "\(directory)/\(name)"
    }
}
