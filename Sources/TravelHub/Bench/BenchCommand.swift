import ArgumentParser
import Foundation
import Logging

/// Measures the hot paths against what the same machine gives without us, all in one run, because only
/// ratios taken side by side say anything on a noisy machine.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure the hot paths against a bare server and pgbench.",
        subcommands: [BareCommand.self])

    @Option(name: .long, help: "Seconds of one measurement, 1 to 60.") var seconds = 4
    @Option(name: .long, help: "Times each pair is measured, one after the other; the middle one counts, 1 to 15.")
    var rounds = 3
    @Option(name: .long, help: "Only the measures whose name holds this word.") var only = ""

    func validate() throws {
        guard (1...60).contains(seconds), (1...15).contains(rounds) else {
            throw ValidationError("--seconds is 1 to 60, --rounds 1 to 15")
        }
    }

    func run() async throws {
        var settings = try await Launch.settings()
        settings.logLevel = .error
        let logger = Launch.startLog(settings)
        let pace = BenchPace(seconds: seconds, rounds: rounds)
        let stage = try await BenchStage.prepare(settings, logger: logger)
        var report = BenchReport()
        do {
            for measure in Self.measures where only.isEmpty || measure.name.contains(only) {
                Launch.say("── \(measure.name)")
                for row in try await measure.run(stage, pace) {
                    Launch.say(row.text)
                    report.rows.append(row)
                }
            }
        } catch {
            await stage.end()
            throw error
        }
        await stage.end()
        Launch.say("\n" + report.table)
        if report.rows.contains(where: { !$0.isMet }) { throw ExitCode(1) }
    }

    private static let measures: [any BenchMeasure] = [
        SiteMeasure(), LimitMeasure(), KeyedMeasure(), CacheMeasure(), SearchMeasure(), CrowdMeasure(),
        BookingMeasure(),
        PaidMeasure(), JobsMeasure(), RowSecurityMeasure(), ResolutionMeasure(),
    ]
}

/// How long and how often.
struct BenchPace: Sendable {
    let seconds: Int
    let rounds: Int

    /// Measures two things in turn, so that whatever else the machine does falls on both, and gives the
    /// round whose ratio is the middle one.
    func pair(
        _ first: () async throws -> BenchFigure, _ second: () async throws -> BenchFigure
    ) async throws -> (first: BenchFigure, second: BenchFigure) {
        var taken: [(BenchFigure, BenchFigure)] = []
        for round in 0..<rounds {
            if round.isMultiple(of: 2) {
                taken.append((try await first(), try await second()))
            } else {
                let other = try await second()
                taken.append((try await first(), other))
            }
        }
        return taken.sorted { $0.0.perSecond / $0.1.perSecond < $1.0.perSecond / $1.1.perSecond }[rounds / 2]
    }
}

/// What one tool said of one load.
struct BenchFigure: Sendable {
    let perSecond: Double
    let p50Milliseconds: Double
    let p99Milliseconds: Double

    /// Of values in ascending order.
    static func percentile(_ percent: Int, _ sorted: [Double]) -> Double {
        sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }
}

/// One thing worth knowing, with the rows it adds to the table.
protocol BenchMeasure: Sendable {
    var name: String { get }
    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow]
}
