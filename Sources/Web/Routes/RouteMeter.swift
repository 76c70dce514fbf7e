import HTTPTypes
import Metrics
import Synchronization

/// Counts and times one route's requests by its template, never by address, so that series stay few.
final class RouteMeter: Sendable {
    static let timerName = "http_server_request_duration"
    static let versionsName = "http_server_api_versions"
    static let timeoutsName = "http_server_timeouts"
    /// For requests that found no route.
    static let unmatched = RouteMeter(method: "any", path: "unmatched")

    let method: String
    let path: String

    /// Made when first needed, after metrics were set up.
    private struct Meters {
        /// One for each hundred of status codes.
        var timers: [Metrics.Timer?] = Array(repeating: nil, count: 6)
        /// By the version's number.
        var versions: [Counter?] = Array(repeating: nil, count: APIVersion.allCases.count + 1)
    }

    private let meters = Mutex(Meters())

    init(method: String, path: String) {
        self.method = method
        self.path = path
    }

    /// `version` where the route has versions.
    func record(_ status: HTTPResponse.Status, _ elapsed: Duration, _ version: APIVersion?) {
        let (seconds, attoseconds) = elapsed.components
        let (timer, counter) = meters.withLock { meters in
            (known(min(status.code / 100, 5), &meters), version.map { known($0, &meters) })
        }
        timer.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        counter?.increment()
    }

    /// A request took longer than its route allows.
    func countTimeout() {
        Counter(label: Self.timeoutsName, dimensions: [("method", method), ("route", path)]).increment()
    }

    private func known(_ hundred: Int, _ meters: inout Meters) -> Metrics.Timer {
        if let timer = meters.timers[hundred] { return timer }
        let timer = Metrics.Timer(
            label: Self.timerName, dimensions: [("method", method), ("route", path), ("status", "\(hundred)xx")])
        meters.timers[hundred] = timer
        return timer
    }

    private func known(_ version: APIVersion, _ meters: inout Meters) -> Counter {
        if let counter = meters.versions[version.rawValue] { return counter }
        let counter = Counter(
            label: Self.versionsName, dimensions: [("method", method), ("route", path), ("version", version.text)])
        meters.versions[version.rawValue] = counter
        return counter
    }
}

/// Counts the problems that were told, by code.
enum ProblemMeter {
    static let counterName = "http_server_problems"

    static func count(_ code: String) {
        Counter(label: counterName, dimensions: [("code", code)]).increment()
    }
}
