import Foundation
import Synchronization
import Tenancy

/// A bar on a terminal, a line for each schema elsewhere.
final class MigrationProgress: Sendable {
    private static let barWidth = 40

    private struct Count {
        var done = 0
        var total = 0
    }

    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let count = Mutex(Count())

    func note(_ event: FleetMigration.Event) {
        switch event {
        case .planned(let schemas, let upToDate):
            count.withLock { $0.total = schemas }
            if !isTerminal { write("\(schemas) tenant schemas to migrate, \(upToDate) up to date\n") }
        case .migrated(let schema, let from, let to, let milliseconds):
            let now = count.withLock { count in
                count.done += 1
                return count
            }
            write(isTerminal ? bar(now) : "\(schema): \(from) to \(to) in \(milliseconds) ms\n")
        case .finished(let schemas, let milliseconds):
            write("\(isTerminal ? "\n" : "")\(schemas) schemas in \(milliseconds) ms\n")
        }
    }

    private func bar(_ count: Count) -> String {
        guard count.total > 0 else { return "" }
        let filled = Self.barWidth * min(count.done, count.total) / count.total
        let line = String(repeating: "█", count: filled) + String(repeating: "·", count: Self.barWidth - filled)
        return "\r\(line) \(count.done)/\(count.total)"
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
