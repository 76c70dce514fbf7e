import Foundation
import Glibc

/// Runs a program that ends by itself, PostgreSQL's for the most part, and collects what it printed.
package enum Tool {
    package struct Outcome: Sendable {
        package let status: Int32
        package let output: String
    }

    /// Bytes of output kept; the rest is read and dropped, so that the tool never blocks.
    static let outputBytesMax = 64 * 1024
    /// A tool that takes longer is stuck.
    package static let secondsMax = 120

    /// - Parameter arguments: the program's absolute path first.
    package static func run(
        _ arguments: [String], environment: [String: String] = [:], secondsMax: Int = secondsMax
    ) async throws -> Outcome {
        let pair = try SocketPair()
        let (reading, writing) = (pair.first, pair.second)
        let child: Child
        do {
            child = try Child(Launch(arguments, furtherEnvironment: environment, output: writing))
        } catch {
            close(reading)
            close(writing)
            throw error
        }
        close(writing)
        let output = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: readAll(reading)) }
        }
        if await !child.hasEnded(withinSeconds: secondsMax) {
            child.signal(SIGKILL)
            _ = await child.hasEnded(withinSeconds: secondsMax)
        }
        return Outcome(status: child.status ?? -1, output: output)
    }

    /// - Throws: `toolFailed` when the program says that it failed.
    @discardableResult
    static func succeed(
        _ arguments: [String], environment: [String: String] = [:], secondsMax: Int = secondsMax
    ) async throws -> String {
        let outcome = try await run(arguments, environment: environment, secondsMax: secondsMax)
        guard outcome.status == 0 else {
            throw PrivateServerError.toolFailed(
                arguments.joined(separator: " "), output: "status \(outcome.status): \(outcome.output)")
        }
        return outcome.output
    }

    private static func readAll(_ descriptor: Int32) -> String {
        defer { close(descriptor) }
        var kept: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return String(decoding: kept, as: UTF8.self) }
            kept.append(contentsOf: chunk[..<count].prefix(outputBytesMax - kept.count))
        }
    }
}
