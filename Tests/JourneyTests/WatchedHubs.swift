import Foundation
import ServiceLifecycle
import Telemetry
import Tenancy
import TestSupport
import Testing
import Vocabulary
import Web

@testable import Console
@testable import TravelHub

/// Serving processes whose counts are written when the test says so, on whose sites some bearer tokens are staff's.
struct WatchedHubs: Sendable {
    struct Process: Sendable {
        let hub: Hub
        let parts: EdgeParts
        let flush: StatisticsFlush
        let port: Int
    }

    let fleet: TestFleet
    /// Pooled; of `tenants/halfway`.
    let one: TestPartner
    /// With a schema of its own; of `tenants/hinode`.
    let two: TestPartner
    let processes: [Process]

    /// May look at the trail and at the site's figures; of partner one and two alike.
    static let staff = [("authorization", "Bearer staff")]
    /// May look at bookings only.
    static let clerk = [("authorization", "Bearer clerk")]
    static let operators = [("authorization", "Bearer \(RunningHub.operatorToken)")]
    static let account = "account:00000000-0000-7000-8000-00000000ada0"

    static func serve(_ count: Int, _ body: @escaping @Sendable (WatchedHubs) async throws -> Void) async throws {
        let fleet = try await TestFleet.make()
        do {
            let one = try await TestPartner.make("halfway", as: "wvuk", .pooled, in: fleet)
            let two = try await TestPartner.make("hinode", as: "zyxq", .schema, in: fleet)
            try await withThrowingTaskGroup(of: Void.self) { group in
                var processes: [Process] = []
                for _ in 0..<count {
                    let (make, services) = try await process(fleet)
                    let (ports, told) = AsyncStream<Int>.makeStream()
                    let whole = services { told.yield($0) }
                    group.addTask { try await ServiceGroup(services: whole, logger: TestFleet.logger).run() }
                    for await port in ports {
                        processes.append(make(port))
                        break
                    }
                }
                try await body(WatchedHubs(fleet: fleet, one: one, two: two, processes: processes))
                for process in processes { #expect(process.parts.answers.departures.isEmpty) }
                group.cancelAll()
            }
        } catch {
            await fleet.close()
            throw error
        }
        await fleet.close()
    }

    private typealias Services = (@escaping @Sendable (Int) async -> Void) -> [any Service]

    private static func process(_ fleet: TestFleet) async throws -> (make: (Int) -> Process, services: Services) {
        let hub = try Hub(base: try await RunningHub.base(fleet))
        try await hub.follower.load()
        let serving = Serving(hub: hub)
        var parts = try serving.parts()
        parts.checksAnswers = true
        parts.credentials.bearer = { token, _, _ in try caller(token) }
        let finished = parts
        let flush = hub.statistics(parts.map, parts.statistics)
        return (
            { Process(hub: hub, parts: finished, flush: flush, port: $0) },
            { told in serving.services(finished, onListening: told).filter { !($0 is StatisticsFlush) } }
        )
    }

    private static func caller(_ token: String) throws -> Caller {
        guard let id = UUID(uuidString: "00000000-0000-7000-8000-00000000ada0") else { throw Problem.authRequired }
        switch token {
        case "staff":
            return Caller(
                .account(id, session: id), rights: [StaffRight(.audit, .read), StaffRight(.site, .read)], label: "Ada")
        case "clerk": return Caller(.account(id, session: id), rights: [StaffRight(.bookings, .write)], label: "Bob")
        default: throw Problem.authRequired
        }
    }

    func wire(_ partner: TestPartner, _ process: Int = 0) -> Wire {
        Wire(port: processes[process].port, host: partner.host)
    }

    func platform(_ path: String) async throws -> Wire.Reply {
        try await Wire(port: processes[0].port, host: OperatorSeat.host).get(path, Self.operators)
    }

    /// Tenants' counts are taken one time later.
    func flush() async {
        for process in processes {
            await process.flush.flush()
            await process.flush.flush()
        }
    }
}

extension Wire.Reply {
    /// Members of a JSON object.
    var object: [String: Any] { ((try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any]) ?? [:] }
    var data: [[String: Any]] { (object["data"] as? [[String: Any]]) ?? [] }
}
