import Foundation
import PrivateServers

/// The yardstick of the database paths: PostgreSQL's own load tool with the statements that we send.
struct Pgbench: Sendable {
    let stage: BenchStage
    let seconds: Int
    /// Of the login; the application's unless said otherwise.
    var user = "travelhub_app"

    var connections = Self.connections
    /// So many are begun in a second, at moments of chance; as many as it can without it. Then each is timed from the
    /// moment at which it should have begun.
    var perSecond: Double?

    static let connections = 8

    /// Each script is as likely as the others. `values` are the scripts' variables.
    func run(_ scripts: [String], values: [String: String] = [:], named name: String) async throws -> BenchFigure {
        let folder = stage.directory.appendingPathComponent("pgbench-\(name)")
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var arguments = [
            "--no-vacuum", "--protocol=prepared", "--client=\(connections)", "--jobs=\(min(2, connections))",
            "--time=\(seconds)",
            "--log", "--log-prefix=\(folder.path)/latency",
        ]
        if let perSecond { arguments.append("--rate=\(perSecond)") }
        for (index, script) in scripts.enumerated() {
            let file = folder.appendingPathComponent("\(index).sql")
            try Data(script.utf8).write(to: file)
            arguments += ["--file=\(file.path)"]
        }
        arguments += values.sorted { $0.key < $1.key }.flatMap { ["--define", "\($0.key)=\($0.value)"] }
        arguments.append(stage.postgres.conninfo(user: user, database: stage.database))
        let output = try await BenchProgram.output(
            try BenchProgram.find("pgbench", package: "postgresql-15"), arguments,
            // It prepares a statement before the transaction that sets the path.
            environment: ["PGOPTIONS": "-c search_path=pooled,shared,pg_temp"], secondsMax: seconds + 60)
        guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix("tps = ") }),
            let tps = Double(line.dropFirst(6).prefix { $0.isNumber || $0 == "." }),
            !output.contains("aborted")
        else { throw BenchProgram.Failure(description: output) }
        let latencies = try latencies(in: folder)
        return BenchFigure(
            perSecond: tps, p50Milliseconds: BenchFigure.percentile(50, latencies),
            p99Milliseconds: BenchFigure.percentile(99, latencies))
    }

    /// The third word of each line of its log, which is in microseconds.
    private func latencies(in folder: URL) throws -> [Double] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.filter { $0.lastPathComponent.hasPrefix("latency") }.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
                line.split(separator: " ").dropFirst(2).first.flatMap { Double($0) }.map { $0 / 1_000 }
            }
        }.sorted()
    }
}
