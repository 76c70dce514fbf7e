package import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Tenancy
import Vocabulary

/// Keeps a process's board in step with the database: every two seconds one look at the end of an index, and the rates
/// read again where something came. They change once a day, so nobody needs to be told sooner.
package struct RateFollower: Service {
    package static let pollSeconds = 2.0

    private let board: RateBoard
    private let history: RateHistory
    private let logger: Logger
    private let age = Meter(label: "travelhub_exchange_rates_age_seconds")
    private let stale = Meter(label: "travelhub_exchange_rates_stale")

    package init(board: RateBoard, history: RateHistory, logger: Logger) {
        self.board = board
        self.history = history
        self.logger = logger
    }

    /// The first read; a process that shows prices begins with it.
    package func load() async throws {
        let last = try await history.last()
        guard let newest = try await history.newest() else { return board.put(nil) }
        // Its number may be lower than the last one's: older days come in, too, and examples are behind all others.
        board.put(
            .init(number: last, source: newest.source, rates: try await history.rates(of: newest)))
        measure()
    }

    package func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await history.last() != board.number { try await load() }
                } catch {
                    logger.warning("exchange rates not read", metadata: ["error": "\(error)"])
                }
                measure()
                do { try await Task.sleep(for: .seconds(Self.pollSeconds)) } catch { return }
            }
        }
    }

    private func measure() {
        if let seconds = board.ageSeconds { age.set(seconds) }
        stale.set(board.isStale ? 1 : 0)
    }
}
