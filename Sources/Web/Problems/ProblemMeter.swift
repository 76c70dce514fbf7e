import Metrics

/// Counts the problems that were told, by code.
enum ProblemMeter {
    static let counterName = "http_server_problems"

    static func count(_ code: String) {
        Counter(label: counterName, dimensions: [("code", code)]).increment()
    }
}
