import Foundation
import Glibc
import Logging

/// A directory of one test's own, gone afterwards.
func withScratchDirectory<Result>(
    deep: Bool = false, _ body: (String) async throws -> Result
) async throws -> Result {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("servers-\(UUID().uuidString.prefix(8))")
        .path
    let directory = deep ? root + "/it's, a \"deep\" one/" + String(repeating: "x", count: 90) : root
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: root) }
    return try await body(directory)
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Yields until something holds of a process that is not ours to wait for.
func eventually(withinSeconds seconds: Int = 20, _ holds: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
        if try await holds() { return true }
        await Task.yield()
    }
    return false
}

func isAlive(_ pid: Int32) -> Bool {
    guard kill(pid, 0) == 0 else { return false }
    let state = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
    return state.map { !$0.contains(") Z ") } ?? false
}
