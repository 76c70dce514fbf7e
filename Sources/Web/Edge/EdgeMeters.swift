import HTTPTypes
import Metrics
import Synchronization

/// Counts and times requests by route template, never by address, so that series stay few.
enum EdgeMeters {
    static let timerName = "http_server_request_duration"
    static let problemCounterName = "http_server_problems"

    private struct Key: Hashable {
        let method: String
        let path: String
        let statusClass: Int
    }

    private static let timers = Mutex<[Key: Metrics.Timer]>([:])

    static func record(
        _ route: Route?, _ method: HTTPRequest.Method, _ status: HTTPResponse.Status, _ elapsed: Duration
    ) {
        let key = Key(
            method: route?.method.rawValue ?? "any", path: route?.path.description ?? "unmatched",
            statusClass: status.code / 100)
        let timer = timers.withLock { timers in
            if let timer = timers[key] { return timer }
            let timer = Metrics.Timer(
                label: timerName,
                dimensions: [("method", key.method), ("route", key.path), ("status", "\(key.statusClass)xx")])
            timers[key] = timer
            return timer
        }
        let (seconds, attoseconds) = elapsed.components
        timer.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    static func count(problem code: String) {
        Counter(label: problemCounterName, dimensions: [("code", code)]).increment()
    }
}
