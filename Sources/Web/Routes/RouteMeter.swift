import Metrics
import Synchronization

/// Counts which versions of a route are asked for, and how often it took longer than it may. By its template,
/// never by address, so that series stay few.
final class RouteMeter: Sendable {
    static let versionsName = "http_server_api_versions"
    static let timeoutsName = "http_server_timeouts"

    let method: String
    let path: String

    /// By the version's number; made when first needed, after metrics were set up.
    private let versions = Mutex<[Counter?]>(Array(repeating: nil, count: APIVersion.allCases.count + 1))

    init(method: String, path: String) {
        self.method = method
        self.path = path
    }

    func record(_ version: APIVersion) { counter(version).increment() }

    /// A request took longer than its route allows.
    func countTimeout() {
        Counter(label: Self.timeoutsName, dimensions: [("method", method), ("route", path)]).increment()
    }

    private func counter(_ version: APIVersion) -> Counter {
        versions.withLock { versions in
            if let counter = versions[version.rawValue] { return counter }
            let counter = Counter(
                label: Self.versionsName,
                dimensions: [("method", method), ("route", path), ("version", version.text)])
            versions[version.rawValue] = counter
            return counter
        }
    }
}
