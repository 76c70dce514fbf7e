import Foundation

/// HTTP load by `wrk`, whose own cost is small enough to share two cores with what it loads.
struct Wrk: Sendable {
    let port: Int
    let threads: Int
    let connections: Int
    let seconds: Int
    /// Lua: makes the requests.
    let script: URL

    /// Throws `BenchProgram.Failure` when an answer was none of the expected kind.
    func run() async throws -> BenchFigure {
        let wrk = try BenchProgram.find("wrk", package: "wrk")
        let output = try await BenchProgram.output(
            wrk,
            [
                "-t\(threads)", "-c\(connections)", "-d\(seconds)s", "--timeout", "10s", "-s", script.path,
                "http://127.0.0.1:\(port)/",
            ], secondsMax: seconds + 60)
        guard let line = output.split(separator: "\n").last(where: { $0.hasPrefix(Self.mark) }) else {
            throw BenchProgram.Failure(description: "wrk said nothing of its load: \(output)")
        }
        let numbers = line.dropFirst(Self.mark.count).split(separator: " ").compactMap { Double($0) }
        guard numbers.count == 5, numbers[1] > 0 else { throw BenchProgram.Failure(description: output) }
        guard numbers[4] == 0, numbers[0] > 0 else {
            throw BenchProgram.Failure(
                description: "\(Int(numbers[4])) of \(Int(numbers[0])) requests failed: \(output)")
        }
        return BenchFigure(
            perSecond: numbers[0] / (numbers[1] / 1_000_000), p50Milliseconds: numbers[2] / 1_000,
            p99Milliseconds: numbers[3] / 1_000)
    }

    private static let mark = "LOAD "

    /// Prints what `run` reads. wrk counts a status of 400 and more as an error.
    static let closing = """
        done = function(summary, latency, requests)
          local e = summary.errors
          local failed = e.connect + e.read + e.write + e.timeout + (expected_errors and 0 or e.status)
          io.write(string.format("LOAD %d %d %d %d %d\\n", summary.requests, summary.duration,
            latency:percentile(50), latency:percentile(99), failed))
        end

        """

    /// A script that goes through a list of paths and hosts in a random order of each thread's own.
    static func walk(
        _ requests: [(host: String, path: String)], fields: [String: String] = [:], named name: String,
        in directory: URL, allowsErrors: Bool = false
    ) throws -> URL {
        let more = fields.map { ", [\"\($0.key)\"] = \"\($0.value)\"" }.joined()
        let list = requests.map { "{\"\($0.host)\", \"\($0.path)\"}" }.joined(separator: ",\n")
        return try write(
            """
            local targets = {\(list)}
            expected_errors = \(allowsErrors)
            local made = {}
            function init(args)
              math.randomseed(tonumber(tostring({}):sub(8), 16) % 2147483647)
              for i, target in ipairs(targets) do
                made[i] = wrk.format("GET", target[2], {["Host"] = target[1], ["Accept"] = "application/json"\(more)})
              end
            end
            request = function() return made[math.random(#made)] end

            """ + closing, named: name, in: directory)
    }

    static func write(_ script: String, named name: String, in directory: URL) throws -> URL {
        let file = directory.appendingPathComponent("\(name).lua")
        try Data(script.utf8).write(to: file)
        return file
    }
}
