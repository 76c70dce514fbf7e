import Foundation
import PrivateServers

/// Hold, pay and confirm over HTTP, with Stripe's sandbox as the processor, against pgbench with the very statements
/// that the three requests send. The sandbox sends no events meanwhile: each would be one request more.
struct PaidMeasure: BenchMeasure {
    let name = "paid"
    private static let currency = "JPY"
    private static let clients = 8

    /// What one run of the load was, and what it cost whom.
    private struct Load {
        let figure: BenchFigure
        let serveMilliseconds: Double
        let postgresMilliseconds: Double
    }

    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow] {
        try await BenchSandbox.beside(stage, currency: Self.currency) { sandbox in
            try await sandbox.connect(BenchSearches.host, on: stage)
            // All travellers come from one address here.
            let unlimited = ["", "/settle"].map { "POST /api/bookings/{id}/payments\($0)=none" }
            let environment = [
                "STRIPE_SANDBOX_URL": sandbox.url, "LIMITS_ENDPOINTS": unlimited.joined(separator: ","),
            ]
            let (scripts, offers) = try await Self.record(stage, sandbox, environment)
            let values = scripts.reduce(into: [String: String]()) { $0.merge($1.values) { first, _ in first } }
            // Plans are kept for as long as a connection lives, and the server's is older than pgbench's.
            _ = try await Pgbench(stage: stage, seconds: 2 * pace.seconds)
                .run(scripts.map(\.text), values: values, named: "fill")
            try await stage.admin("vacuum analyze")
            return try await stage.serving(connections: Pgbench.connections, environment: environment) { server in
                let paid = PaidBooking(server: server, sandbox: sandbox, host: BenchSearches.host)
                var loads: [Load] = []
                let (ours, theirs) = try await pace.pair(
                    {
                        let load = try await Self.load(paid, offers, run: loads.count, stage, pace)
                        loads.append(load)
                        return load.figure
                    },
                    {
                        let before = try await Self.captured(stage)
                        let figure = try await Pgbench(stage: stage, seconds: pace.seconds)
                            .run(scripts.map(\.text), values: values, named: "paid")
                        try await Self.check(stage, since: before, atLeast: figure.perSecond * Double(pace.seconds))
                        return figure
                    })
                return BenchRow.ratio("hold, pay and confirm", ours, "HTTP", theirs, "pgbench, pipelined", least: nil)
                    + [Self.cost(loads)]
            }
        }
    }

    /// The run in the middle, by what serving costs beside PostgreSQL.
    private static func cost(_ loads: [Load]) -> BenchRow {
        let sorted = loads.sorted {
            $0.serveMilliseconds / $0.postgresMilliseconds < $1.serveMilliseconds / $1.postgresMilliseconds
        }
        let middle = sorted[sorted.count / 2]
        return BenchRow(
            what: "CPU of one paid booking, serve beside PostgreSQL",
            figure: String(
                format: "%.2f ms, %.2f ms, ratio %.2f", middle.serveMilliseconds, middle.postgresMilliseconds,
                middle.serveMilliseconds / middle.postgresMilliseconds),
            bar: "at most 1.00", isMet: middle.serveMilliseconds <= middle.postgresMilliseconds)
    }

    private static func record(
        _ stage: BenchStage, _ sandbox: BenchSandbox, _ environment: [String: String]
    ) async throws -> ([PgbenchScript], [String]) {
        try await stage.recording(environment: environment) { server, log in
            let offers = try await offers(server)
            let paid = PaidBooking(server: server, sandbox: sandbox, host: BenchSearches.host)
            // What a process asks once, it has asked.
            _ = try await paid.make(offers[0], key: "once")
            var scripts: [PgbenchScript] = []
            for (index, offer) in offers.enumerated() {
                var takes: [[[ServerLog.Statement]]] = []
                for take in 0..<2 {
                    let book = RecordBook()
                    _ = try await paid.make(offer, key: "\(take)-\(index)") { request in
                        await book.add(try await log.statements(during: request))
                    }
                    takes.append(await book.requests)
                }
                scripts.append(
                    try await PgbenchScript(
                        takes[0], again: takes[1], slug: BenchSearches.slug, prefix: "p\(index)", on: stage))
            }
            return (scripts, offers)
        }
    }

    /// The first of each search's first hotel that is paid in advance.
    private static func offers(_ server: BenchServer) async throws -> [String] {
        var offers: [String] = []
        for path in BenchSearches.paths {
            let found = try await server.get(path, host: BenchSearches.host).body
            guard let hotel = found.firstMatch(of: #/"hotel":{"id":"([^"]+)"/#)?.output.1,
                let stay = path.split(separator: "&", maxSplits: 1).last
            else { throw BenchProgram.Failure(description: "no hotel at \(path): \(found.prefix(500))") }
            let reply = try await server.get("/api/hotels/\(hotel)?\(stay)", host: BenchSearches.host)
            let parts = reply.body.components(separatedBy: #""offer_id":""#).dropFirst()
            let offer = parts.first { $0.contains(#/"refundable":(true|false),"payable":"now"/#) }?.split(
                separator: "\"")
            guard let offer = offer?.first else {
                throw BenchProgram.Failure(description: "nothing is paid in advance: \(reply.body.prefix(2_000))")
            }
            offers.append(String(offer))
        }
        return offers
    }

    private static func load(
        _ paid: PaidBooking, _ offers: [String], run: Int, _ stage: BenchStage, _ pace: BenchPace
    ) async throws -> Load {
        guard let postgres = await stage.postgres.processID else {
            throw BenchProgram.Failure(description: "PostgreSQL is gone")
        }
        let before = try await captured(stage)
        let begun = (
            try ProcessorTime.seconds(of: paid.server.processID), try ProcessorTime.secondsOfFamily(of: postgres)
        )
        let clock = ContinuousClock()
        let start = clock.now
        let end = start.advanced(by: .seconds(pace.seconds))
        let taken = try await withThrowingTaskGroup(of: [Double].self) { group in
            for client in 0..<clients {
                group.addTask {
                    var taken: [Double] = []
                    while clock.now < end {
                        let offer = offers[(client + taken.count * clients) % offers.count]
                        taken.append(try await paid.make(offer, key: "\(run)-\(client)-\(taken.count)").milliseconds)
                    }
                    return taken
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }.sorted()
        }
        let seconds = start.duration(to: clock.now) / .seconds(1)
        let count = Double(taken.count)
        let serve = try ProcessorTime.seconds(of: paid.server.processID) - begun.0
        let server = try ProcessorTime.secondsOfFamily(of: postgres) - begun.1
        try await check(stage, since: before, atLeast: count)
        return Load(
            figure: BenchFigure(
                perSecond: count / seconds, p50Milliseconds: BenchFigure.percentile(50, taken),
                p99Milliseconds: BenchFigure.percentile(99, taken)),
            serveMilliseconds: serve * 1_000 / count, postgresMilliseconds: server * 1_000 / count)
    }

    /// Both sides have to have taken the money they claim, give or take the edges of the run.
    private static func check(_ stage: BenchStage, since before: Int, atLeast count: Double) async throws {
        let made = try await captured(stage) - before
        guard Double(made) > count * 0.9 else {
            throw BenchProgram.Failure(description: "\(Int(count)) payments were claimed and \(made) taken")
        }
    }

    private static func captured(_ stage: BenchStage) async throws -> Int {
        Int(
            try await stage.admin(
                """
                select count(*) from pooled.payments p join pooled.bookings b using (tenant_id, booking_id)
                 where p.state = 'captured' and b.state = 'confirmed'
                """)) ?? 0
    }
}

/// What was recorded, request by request.
private actor RecordBook {
    private(set) var requests: [[ServerLog.Statement]] = []

    func add(_ statements: [ServerLog.Statement]) { requests.append(statements) }
}
