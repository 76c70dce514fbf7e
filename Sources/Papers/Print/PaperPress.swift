internal import Metrics
internal import NIOPosix
internal import Synchronization

/// Prints papers: shaping text and writing a file takes tens of milliseconds of a core, on a few threads of the room's
/// own, never on an event loop or in Swift's pool.
package final class PaperPress: Sendable {
    /// Papers under way at once, over all presses of the process.
    package static let threadsMax = 2
    /// Those that wait or are under way; further ones are refused at once.
    package static let papersMax = 64

    private static let threads: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: threadsMax)
        pool.start()
        return pool
    }()

    private let waiting = Atomic(0)

    package init() {}

    /// Throws `PaperError.busy`, or what is a mistake of ours.
    ///
    /// - Parameter kind: for the metric: `invoice`.
    package func print(_ sheet: PaperSheet, kind: String) async throws -> [UInt8] {
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.papersMax else {
            count(kind, "refused")
            throw PaperError.busy
        }
        do {
            let start = ContinuousClock.now
            let bytes = try await Self.threads.runIfActive { try PaperSetting.print(sheet) }
            Metrics.Timer(label: "travelhub_paper_seconds", dimensions: [("kind", kind)])
                .record(duration: start.duration(to: .now))
            count(kind, "printed")
            return bytes
        } catch {
            count(kind, "failed")
            throw error
        }
    }

    private func count(_ kind: String, _ outcome: String) {
        Counter(label: "travelhub_papers_total", dimensions: [("kind", kind), ("outcome", outcome)]).increment()
    }
}
