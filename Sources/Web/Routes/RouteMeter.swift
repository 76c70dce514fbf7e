import HTTPTypes
import Metrics
import Synchronization

/// Counts and times one route's requests by its template, never by address, so that series stay few.
final class RouteMeter: Sendable {
    static let timerName = "http_server_request_duration"
    /// For requests that found no route.
    static let unmatched = RouteMeter(method: "any", path: "unmatched")

    private let method: String
    private let path: String
    /// One for each hundred of status codes; made when first needed, after metrics were set up.
    private let timers = Mutex<[Metrics.Timer?]>(Array(repeating: nil, count: 6))

    init(method: String, path: String) {
        self.method = method
        self.path = path
    }

    func record(_ status: HTTPResponse.Status, _ elapsed: Duration) {
        let (seconds, attoseconds) = elapsed.components
        timer(min(status.code / 100, 5)).recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    private func timer(_ hundred: Int) -> Metrics.Timer {
        timers.withLock { timers in
            if let timer = timers[hundred] { return timer }
            let timer = Metrics.Timer(
                label: Self.timerName,
                dimensions: [("method", method), ("route", path), ("status", "\(hundred)xx")])
            timers[hundred] = timer
            return timer
        }
    }
}

/// Counts the problems that were told, by code.
enum ProblemMeter {
    static let counterName = "http_server_problems"

    static func count(_ code: String) {
        Counter(label: counterName, dimensions: [("code", code)]).increment()
    }
}
