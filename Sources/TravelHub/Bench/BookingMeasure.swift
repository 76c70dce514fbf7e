import Foundation
import NIOHTTP1

/// Hold and confirm over HTTP against pgbench with the very statements that the two send.
struct BookingMeasure: BenchMeasure {
    let name = "booking"
    private static let least = 0.6

    func run(_ stage: BenchStage, _ pace: BenchPace) async throws -> [BenchRow] {
        let (scripts, offers) = try await stage.recording { server, log in
            let offers = try await Self.offers(server)
            var scripts: [PgbenchScript] = []
            for (index, offer) in offers.enumerated() {
                let first = try await Self.record(offer, key: "first-\(index)", server, log)
                let second = try await Self.record(offer, key: "second-\(index)", server, log)
                scripts.append(
                    try await PgbenchScript(
                        first, again: second, slug: BenchSearches.slug, prefix: "b\(index)", on: stage))
            }
            return (scripts, offers)
        }
        let values = scripts.reduce(into: [String: String]()) { $0.merge($1.values) { first, _ in first } }
        try await Self.fill(stage, pace, scripts.map(\.text), values)
        return try await stage.serving(connections: Pgbench.connections) { server in
            var run = 0
            let (ours, theirs) = try await pace.pair(
                {
                    run += 1
                    let load = try Wrk.write(Self.lua(offers, run: run), named: "booking", in: stage.directory)
                    let before = try await Self.confirmed(stage)
                    let figure = try await Wrk(
                        port: server.port, threads: Pgbench.connections, connections: Pgbench.connections,
                        seconds: pace.seconds, script: load
                    ).run()
                    try await Self.check(stage, since: before, atLeast: figure.perSecond / 2 * Double(pace.seconds))
                    // Two requests make one booking.
                    return BenchFigure(
                        perSecond: figure.perSecond / 2, p50Milliseconds: figure.p50Milliseconds * 2,
                        p99Milliseconds: figure.p99Milliseconds * 2)
                },
                {
                    let before = try await Self.confirmed(stage)
                    let figure = try await Pgbench(stage: stage, seconds: pace.seconds)
                        .run(scripts.map(\.text), values: values, named: "booking")
                    try await Self.check(stage, since: before, atLeast: figure.perSecond * Double(pace.seconds))
                    return figure
                })
            return BenchRow.ratio(
                "hold and confirm", ours, "HTTP", theirs, "pgbench, pipelined", least: Self.least)
        }
    }

    /// Plans are kept for as long as a connection lives: on tables that nobody has booked in yet they would be
    /// those of a handful of rows, for the server that stays and not for the pgbench that comes anew.
    private static func fill(
        _ stage: BenchStage, _ pace: BenchPace, _ scripts: [String], _ values: [String: String]
    ) async throws {
        _ = try await Pgbench(stage: stage, seconds: 2 * pace.seconds).run(scripts, values: values, named: "fill")
        try await stage.admin("vacuum analyze")
    }

    /// Both sides have to have booked what they claim, give or take the edges of the run.
    private static func check(_ stage: BenchStage, since before: Int, atLeast count: Double) async throws {
        let made = try await confirmed(stage) - before
        guard Double(made) > count * 0.9 else {
            throw BenchProgram.Failure(description: "\(Int(count)) bookings were claimed and \(made) made")
        }
    }

    private static func confirmed(_ stage: BenchStage) async throws -> Int {
        Int(try await stage.admin("select count(*) from pooled.bookings where state = 'confirmed'")) ?? 0
    }

    /// The first of each search: both sides book these and no others, so that they wait for the same rows.
    private static func offers(_ server: BenchServer) async throws -> [String] {
        var offers: [String] = []
        for path in BenchSearches.paths {
            let reply = try await server.get(path, host: BenchSearches.host)
            guard let offer = reply.body.firstMatch(of: #/"offer_id":"([^"]+)"/#) else {
                throw BenchProgram.Failure(description: "no offer at \(path)")
            }
            offers.append(String(offer.output.1))
        }
        return offers
    }

    private static func record(
        _ offer: String, key: String, _ server: BenchServer, _ log: ServerLog
    ) async throws -> [[ServerLog.Statement]] {
        var held: BenchServer.Reply?
        let hold = try await log.statements {
            held = try await server.send(
                .POST, "/api/bookings", host: BenchSearches.host, fields: ["Idempotency-Key": "hold-\(key)"],
                body: body(offer))
        }
        guard let held, held.status == 201, let id = held.body.firstMatch(of: #/"id":"([^"]+)"/#)?.output.1,
            let token = held.fields.first(where: { $0.name.lowercased() == "x-booking-access" })?.value
        else { throw BenchProgram.Failure(description: "not held: \(held?.body ?? "")") }
        let confirm = try await log.statements {
            let reply = try await server.send(
                .POST, "/api/bookings/\(id)/confirm", host: BenchSearches.host,
                fields: ["Idempotency-Key": "confirm-\(key)", "X-Booking-Access": token], body: "{}")
            guard reply.status == 200 else { throw BenchProgram.Failure(description: "not confirmed: \(reply.body)") }
        }
        return [hold, confirm]
    }

    private static func body(_ offer: String) -> String {
        #"{"offer_id":"\#(offer)","travellers":[{"given_name":"Anna","family_name":"Sato"}],"#
            + #""contact":{"email":"anna@example.com","phone":"+819012345678"}}"#
    }

    /// Each thread has one connection, so that its answers come in the order of its requests.
    private static func lua(_ offers: [String], run: Int) -> String {
        """
        local offers = {\(offers.map { "\"\($0)\"" }.joined(separator: ",\n"))}
        local threads = 0
        function setup(thread) thread:set("id", threads) threads = threads + 1 end
        function init(args) n = 0 booking = nil math.randomseed(\(run) * 1000 + id) end
        request = function()
          n = n + 1
          if booking then
            return wrk.format("POST", "/api/bookings/" .. booking .. "/confirm",
              {["Host"] = "\(BenchSearches.host)", ["Content-Type"] = "application/json", ["X-Booking-Access"] = access,
               ["Idempotency-Key"] = "c-\(run)-" .. id .. "-" .. n}, "{}")
          end
          local body = '\(body("@"))'
          return wrk.format("POST", "/api/bookings",
            {["Host"] = "\(BenchSearches.host)", ["Content-Type"] = "application/json",
             ["Idempotency-Key"] = "h-\(run)-" .. id .. "-" .. n},
            (body:gsub("@", offers[math.random(#offers)], 1)))
        end
        response = function(status, headers, body)
          if status == 201 then
            booking = body:match('"id":"([^"]+)"')
            access = headers["X-Booking-Access"]
          else booking = nil end
        end

        """ + Wrk.closing
    }
}
