import Bookings
import Foundation
import HTTPTypes
import Synchronization
import Tenancy
import TestSupport
import Testing
import Web

@testable import TravelHub

@Suite("Every route of a site, called with what is another site's")
struct RouteSweepTests {
    /// Fewer would mean that the sweep lost its routes.
    static let tenantRoutesMin = 35

    @Test(
        "Tells nothing of the other, changes nothing of it, and answers as for what does not exist",
        arguments: [
            (IsolationMode.pooled, IsolationMode.pooled), (.schema, .schema), (.pooled, .schema), (.schema, .pooled),
        ])
    func tellsNothing(attacker: IsolationMode, victim: IsolationMode) async throws {
        try await SweptSites.serve(attacker, victim) { sites in
            let sweep = try await Self.sweep(sites)
            await sites.hub.funnel.flush()
            await sites.hub.usage.flush()
            await sites.hub.reads.flush()
            let before = try await sites.rows(of: sites.victim)
            var report = try await sweep.run()
            let byField = try await sweep.bound(to: sites).run()
            report.findings += byField.findings
            report.requestCount += byField.requestCount
            #expect(report.findings.isEmpty, "\(report.findings.joined(separator: "\n"))")
            #expect(try await sites.rows(of: sites.victim) == before)
            print("\(sweep.plans.count) routes, \(report.requestCount) requests: nothing of the other site")
        }
    }

    @Test("Would see and change what is the other's: shown to its holder, the same requests do")
    func canFail() async throws {
        try await SweptSites.serve(.pooled, .pooled) { sites in
            let sweep = try await Self.sweep(sites)
            await sites.hub.funnel.flush()
            await sites.hub.usage.flush()
            await sites.hub.reads.flush()
            let before = try await sites.rows(of: sites.victim)
            let own = Sweep(
                wire: sites.wire(sites.victim.host), plans: sweep.plans, mine: sweep.theirs, theirs: sweep.theirs,
                nobodys: sweep.nobodys, word: sites.victim.word)
            let report = try await own.run()
            for secret in [sweep.theirs[.email], sweep.theirs[.reference], sweep.theirs[.booking], sites.victim.word] {
                #expect(report.seen[secret]?.isEmpty == false, "\(secret) is shown nowhere")
            }
            #expect((report.seen[sites.victim.word]?.count ?? 0) > 15)
            #expect(report.findings.contains { $0.contains("nobody's by 404") })
            #expect(report.findings.contains { $0.contains("idempotency key is known") })
            await sites.hub.funnel.flush()
            let after = try await sites.rows(of: sites.victim)
            let schema = sites.victim.entry.schema
            for table in ["\(schema).bookings", "\(schema).room_holds", "shared.funnel_events"] {
                #expect(before[table] != nil && before[table] != after[table], "\(table)")
            }
        }
    }

    @Test(
        "Tells nothing either while both are served over one single connection",
        arguments: [(IsolationMode.pooled, IsolationMode.pooled), (.pooled, .schema)])
    func oneConnection(attacker: IsolationMode, victim: IsolationMode) async throws {
        try await SweptSites.serve(attacker, victim, connections: 1) { sites in
            let sweep = try await Self.sweep(sites)
            await sites.hub.funnel.flush()
            await sites.hub.usage.flush()
            await sites.hub.reads.flush()
            let before = try await sites.rows(of: sites.victim, except: Self.writtenByReading)
            let isOver = Atomic<Bool>(false)
            async let theirs = Self.readOn(sites, sweep) { isOver.load(ordering: .relaxed) }
            let report = try await sweep.run()
            isOver.store(true, ordering: .relaxed)
            let (findings, count) = try await theirs
            #expect(report.findings.isEmpty, "\(report.findings.joined(separator: "\n"))")
            #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
            #expect(try await sites.rows(of: sites.victim, except: Self.writtenByReading) == before)
            print("\(report.requestCount) requests of the one between \(count) of the other on one connection")
        }
    }

    @Test("A route that the sweep cannot fill fails it")
    func unknownInput() throws {
        let stranger = Route(
            .get, "/api/things/{thing}", .anyone, "A thing", gives: [.noContent]
        ) { (_: StrangeInput, _: TenantContext) in .json { _ in } }
        #expect(throws: SweepPlan.UnknownInput.self) { try SweepPlan(stranger) }
    }

    @Test("Operators' routes are closed to whoever is no operator, the same whichever site is named")
    func operatorsOnly() async throws {
        try await SweptSites.serve(.pooled, .schema) { sites in
            let findings = try await OperatorSweep(sites: sites).run()
            #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
        }
    }

    @Test(
        "A host of nobody's, a field that names the other, a key and every cookie of the other's lead nowhere",
        arguments: [(IsolationMode.schema, IsolationMode.pooled), (.pooled, .pooled)])
    func strangers(attacker: IsolationMode, victim: IsolationMode) async throws {
        try await SweptSites.serve(attacker, victim) { sites in
            let sweep = try await Self.sweep(sites)
            await sites.hub.usage.flush()
            await sites.hub.reads.flush()
            let before = try await sites.rows(of: sites.victim)
            let findings = try await sweep.strayings(on: sites)
            #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
            await sites.hub.usage.flush()
            #expect(try await sites.rows(of: sites.victim) == before)
            let idle = try await sweep.worthless(on: sites)
            #expect(idle.isEmpty, "\(idle.joined(separator: "\n"))")
        }
    }

    static func sweep(_ sites: SweptSites) async throws -> Sweep {
        let all = try sites.routes.filter { $0.traits.host != .platform }
        // Last, because a password that is chosen anew signs its holder out of every page that is still to be swept.
        let isLast = { (route: Route) in ["/api/auth/", "/api/me"].contains { "\(route.path)".hasPrefix($0) } }
        let routes = all.filter { !isLast($0) } + all.filter(isLast)
        #expect(routes.count >= tenantRoutesMin)
        let theirs = try await held(by: sites.victim, sites)
        return Sweep(
            wire: sites.wire(sites.attacker.host), plans: try routes.map(SweepPlan.init),
            mine: try await held(by: sites.attacker, sites), theirs: theirs, nobodys: .invented(like: theirs),
            word: sites.victim.word)
    }

    private static func held(by partner: SweptPartner, _ sites: SweptSites) async throws -> Holdings {
        var held = try await Holdings.gather(sites.wire(partner.host), word: partner.word)
        try await SweptTill.gather(partner, sites, into: &held)
        held[.oidcCookie] = try await SweptCookie.logInAttempt(of: partner, sites)
        return held
    }

    /// Pages that price an offer or a cancellation keep the quote, views are counted, and who takes data away is noted.
    private static let writtenByReading: Set<String> = [
        "quotes", "cancellation_quotes", "amendments", "funnel_events", "api_usage", "audit_entries",
    ]

    /// The victim's own reading, again and again, until the attacker is done.
    private static func readOn(
        _ sites: SweptSites, _ sweep: Sweep, until isOver: @Sendable () -> Bool
    ) async throws -> (findings: [String], count: Int) {
        // Files that all sites share, the proof of a host that is not proved yet, and pages of letters and tickets
        // that nobody holds for long.
        let closed: Set<String> = [
            "/assets/{file*}", "/admin/assets/{file*}", "/.well-known/travelhub-challenge/{token}",
            "/{locale}/verify", "/{locale}/confirm-email", "/{locale}/invitation", "/impersonation",
            "/unsubscribe/{token}", "/api/admin/identity-providers/{id}",
            // Of what is cancelled, which ends what the others read.
            "/api/bookings/{id}/credit-note", "/{locale}/bookings/{booking}/credit-note.pdf",
            "/admin/bookings/{id}/credit-note.pdf",
        ]
        let plans = sweep.plans.filter {
            $0.route.method == .get && $0.route.traits.host == .tenant && !closed.contains("\($0.route.path)")
        }
        var (findings, count, shown): ([String], Int, Int) = ([], 0, 0)
        while !isOver() {
            for plan in plans where !isOver() {
                for blanks in plan.requests {
                    let request = SweptRequest(plan.route, blanks) { _ in sweep.theirs }
                    let reply = try await sites.wire(sites.victim.host).send(
                        request.method, request.target, request.headers, body: nil)
                    let answer = SweptAnswer(reply, to: request)
                    count += 1
                    if !answer.leaks([sweep.word]).isEmpty { shown += 1 }
                    findings += answer.leaks([sites.attacker.word] + sweep.mine.all).map {
                        "\(plan.title): shows \($0)"
                    }
                    if answer.status >= 400 { findings.append("\(plan.title): \(answer.status) \(answer.text)") }
                }
            }
        }
        if shown == 0 { findings.append("the victim was never shown its own") }
        return (findings, count)
    }
}

private struct StrangeInput: Input {
    static let form = Form<StrangeInput>("Strange", Field("thing", .text(max: 10))) { _ in StrangeInput() }
}

extension Sweep {
    /// The same on the platform's host, with the attacker's site named by a field.
    func bound(to sites: SweptSites) -> Sweep {
        Sweep(
            wire: sites.wire(SweptSites.platformHost), headers: [("x-tenant", sites.attacker.word)],
            plans: plans.filter { $0.route.traits.face == .api && $0.route.traits.host == .tenant }, mine: mine,
            theirs: theirs, nobodys: nobodys, word: word)
    }
}
