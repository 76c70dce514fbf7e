import Console
import Foundation
import Jobs
import NIOHTTP1
import Postgres
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import TravelHub

@Suite("A partner's own domain in whole processes", .serialized)
struct DomainTests {
    /// In force everywhere within this, with the time that a request takes here.
    private static let delayMax = Duration.seconds(1)
    private static let target = "127.0.0.7"
    private static let authorization = [
        ("authorization", "Bearer \(RunningHub.operatorToken)"), ("content-type", "application/json"),
    ]

    private struct Seat {
        let wire: Wire
        let names: TestNameServer
        let base: String

        func send(_ method: String, _ path: String, _ body: String? = nil) async throws -> Wire.Reply {
            try await wire.send(method, base + path, DomainTests.authorization, body: body)
        }

        /// Claimed, proved by its record and led here.
        func verified(_ host: String) async throws -> String {
            let claimed = try await send("POST", "", "{\"host\":\"\(host)\"}")
            #expect(claimed.status == 201)
            let id = try claimed.expect("id")
            names.set("_travelhub-challenge.\(host)", [.txt([try claimed.expect("content")])])
            names.set(host, [.a(127, 0, 0, 7)])
            let checked = try await send("POST", "/\(id)/verify", "{}")
            #expect(checked.status == 200 && checked.body.contains("\"state\":\"verified\""), "\(checked.body)")
            return id
        }
    }

    private static func serve(
        _ count: Int, withWorker: Bool = false,
        _ body: @escaping @Sendable ([RunningHub], Seat, TestFleet) async throws -> Void
    ) async throws {
        let fleet = try await TestFleet.make()
        _ = try await TestPartner.make("severny", as: "north", .pooled, in: fleet)
        _ = try await TestPartner.make("aurelia", as: "club", .schema, in: fleet)
        let names = try await TestNameServer.start()
        let settings = ["DNS_SERVERS": names.address, "DOMAINS_TARGETS": target]
        try await RunningHub.run(count, on: fleet, withWorker: withWorker, settings: settings) { hubs in
            let seat = Seat(
                wire: Wire(port: hubs[0].port, host: OperatorSeat.host), names: names,
                base: "/api/platform/tenants/north/domains")
            try await body(hubs, seat, fleet)
        }
        await names.stop()
        await fleet.close()
    }

    private static func ask(_ hub: RunningHub, _ domain: String, _ fields: [(String, String)] = []) async throws -> Int
    {
        try await Wire(port: hub.port, host: OperatorSeat.host).get("/internal/tls/ask?domain=\(domain)", fields).status
    }

    @Test("Proved, it answers in every process within a second; let go, it is nobody's as fast")
    func everywhere() async throws {
        try await Self.serve(2) { hubs, seat, _ in
            let host = "www.north.example"
            for hub in hubs {
                #expect(try await hub.wire(host).get("/api/site").status == 404)
                #expect(try await Self.ask(hub, host) == 404)
            }
            let id = try await seat.verified(host)
            let isKnown = try await comesTrue(within: Self.delayMax) {
                for hub in hubs {
                    guard try await hub.wire(host).get("/api/site").body.contains("\"slug\":\"north\"") else {
                        return false
                    }
                    guard try await Self.ask(hub, host) == 200 else { return false }
                }
                return true
            }
            #expect(isKnown)
            #expect(try await seat.send("DELETE", "/\(id)").status == 204)
            let isGone = try await comesTrue(within: Self.delayMax) {
                for hub in hubs where try await hub.wire(host).get("/api/site").status != 404 { return false }
                return true
            }
            #expect(isGone)
            for hub in hubs { #expect(try await Self.ask(hub, host) == 404) }
        }
    }

    @Test("The primary host has the pages, the others lead there with path and query; the API answers on all")
    func primary() async throws {
        try await Self.serve(1) { hubs, seat, _ in
            let (host, hub) = ("www.north.example", hubs[0])
            let id = try await seat.verified(host)
            #expect(try await comesTrue { try await hub.wire(host).get("/api/site").status == 200 })
            // Until it is the primary one it leads to the folder's first.
            let before = try await hub.wire(host).get("/en/legal/terms?x=1", [("accept", "text/html")])
            #expect(before.status == 308)
            #expect(before.headers.first(name: "location") == "http://north.localhost:\(hub.port)/en/legal/terms?x=1")
            #expect(try await seat.send("POST", "/\(id)/primary", "{}").status == 200)
            #expect(
                try await comesTrue(within: Self.delayMax) {
                    try await hub.wire("north.localhost").get("/en", [("accept", "text/html")]).status == 308
                })
            for (path, method) in [("/", "GET"), ("/en?a=b", "GET"), ("/en/manage", "HEAD"), ("/manage", "GET")] {
                for old in ["north.localhost", "xn--b1afb8bb.localhost"] {
                    let reply = try await hub.wire(old).send(method, path, [("accept", "text/html")])
                    #expect(reply.status == 308, "\(method) \(old)\(path)")
                    #expect(reply.headers.first(name: "location") == "http://\(host):\(hub.port)\(path)")
                    #expect(reply.headers.first(name: "cache-control")?.contains("max-age=300") == true)
                }
            }
            #expect(
                try await hub.wire(host).get("/en", [("accept", "text/html")]).body.contains(
                    "http://\(host):\(hub.port)/en"))
            for old in ["north.localhost", host] {
                #expect(try await hub.wire(old).get("/api/site").status == 200)
                #expect(try await hub.wire(old).get("/livez").status == 200)
            }
            // A path that no page has stays where it is.
            #expect(try await hub.wire("north.localhost").get("/en/no/such/page/here").status == 404)
            #expect(try await seat.send("DELETE", "/\(id)/primary").status == 200)
            #expect(
                try await comesTrue(within: Self.delayMax) {
                    try await hub.wire("north.localhost").get("/en", [("accept", "text/html")]).status == 200
                })
        }
    }

    @Test("A proxy is told of certificates for what is shown to somebody, and nobody else is told anything")
    func certificates() async throws {
        try await Self.serve(1) { hubs, seat, fleet in
            let (hub, host) = (hubs[0], "www.north.example")
            _ = try await seat.verified(host)
            #expect(try await comesTrue { try await Self.ask(hub, host) == 200 })
            for known in [
                "north.localhost", "NORTH.localhost", "WWW.North.Example.", OperatorSeat.host, "club.localhost",
            ] {
                #expect(try await Self.ask(hub, known) == 200, "\(known)")
            }
            for unknown in [
                "x.north.example", "north.example", "nobody.localhost", "127.0.0.1", "a..b", "%5B%3A%3A1%5D", "*",
            ] {
                #expect(try await Self.ask(hub, unknown) == 404, "\(unknown)")
            }
            for field in ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "forwarded"] {
                #expect(try await Self.ask(hub, host, [(field, "x")]) == 404, "\(field)")
            }
            #expect(try await hub.wire("north.localhost").get("/internal/tls/ask?domain=\(host)").status == 404)
            let life = TenantLife(platform: fleet.platform, identifiers: fleet.identifiers)
            _ = try await life.perform(.suspend, slug: "north", actor: "operator:test")
            #expect(try await comesTrue { try await hub.wire(host).get("/api/site").status == 503 })
            #expect(try await Self.ask(hub, host) == 200)
            _ = try await life.perform(.archive, slug: "north", actor: "operator:test")
            #expect(try await comesTrue { try await Self.ask(hub, host) == 404 })
        }
    }

    @Test(
        "A worker looks at what is due: a claim becomes the partner's without anybody asking, and its file is ours to show"
    )
    func rechecks() async throws {
        try await Self.serve(1, withWorker: true) { hubs, seat, fleet in
            let (hub, host) = (hubs[0].hub, "www.north.example")
            let claimed = try await seat.send("POST", "", "{\"host\":\"\(host)\"}")
            let token = try claimed.expect("content")
            let file = "/.well-known/travelhub-challenge/\(token)"
            seat.names.set("_travelhub-challenge.\(host)", [.txt([token])])
            let recheck = RecheckDomains(
                desk: hub.domains, queue: JobQueue(keys: hub.base.masterKeys, identifiers: hub.base.identifiers),
                round: hub.round)
            _ = try await fleet.admin.single("update platform.domain_claims set next_check_at = now() - interval '1 s'")
            // The worker's own schedule may have been faster.
            #expect(try await ["0 hosts to look at", "1 hosts to look at"].contains(recheck.handOut()))
            #expect(try await recheck.handOut() == "0 hosts to look at")
            #expect(try await comesTrue { try await hubs[0].wire(host).get("/api/site").status == 200 })
            #expect(try await hubs[0].wire(host).get(file).body == token)
            for other in ["north.localhost", "club.localhost"] {
                #expect(try await hubs[0].wire(other).get(file).status == 404)
            }
            let rows = try await fleet.admin.single(
                "select ownership from platform.domain_claims where next_check_at > now() + interval '20 hours'")
            #expect(try rows.map { try $0.get("ownership", as: String.self) } == ["verified"])
        }
    }

    @Test("A partner that was put away does not stand before the others when hosts are to be looked at")
    func putAway() async throws {
        try await Self.serve(1) { hubs, seat, fleet in
            let hub = hubs[0].hub
            for partner in ["north", "club"] {
                let reply = try await seat.wire.send(
                    "POST", "/api/platform/tenants/\(partner)/domains", Self.authorization,
                    body: "{\"host\":\"www.\(partner).example\"}")
                #expect(reply.status == 201)
            }
            let life = TenantLife(platform: fleet.platform, identifiers: fleet.identifiers)
            for change in [LifeChange.suspend, .archive] {
                _ = try await life.perform(change, slug: "club", actor: "operator:test")
            }
            #expect(try await comesTrue { hub.directory.entry(slug: "club")?.state == .archived })
            _ = try await fleet.admin.single(
                """
                update platform.domain_claims c set next_check_at = now() - case t.slug when 'club' then interval '2 h'
                                                                                         else interval '1 h' end
                  from platform.tenants t where t.tenant_id = c.tenant_id
                """)
            let recheck = RecheckDomains(
                desk: hub.domains, queue: JobQueue(keys: hub.base.masterKeys, identifiers: hub.base.identifiers),
                round: hub.round)
            #expect(try await recheck.handOut() == "1 hosts to look at")
            #expect(try await recheck.handOut() == "0 hosts to look at")
            let waiting = try await fleet.admin.single(
                "select 1 from platform.domain_claims where next_check_at <= now()")
            #expect(waiting.isEmpty)
        }
    }
}
