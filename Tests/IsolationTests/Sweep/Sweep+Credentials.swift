import HTTPTypes
import TestSupport
import Web

/// What proves who asks, carried from the other site: every cookie there is to every page and route that reads, and
/// a program's key to every route of the API.
extension Sweep {
    /// Routes that one's own key opens, at least: fewer would mean that the sweep's key is none.
    static let openedByKeyMin = 15

    /// A genuine cookie of the other's is refused as carried here, or is worth what nobody's is.
    func cookies(on sites: SweptSites) async throws -> [String] {
        let operators = try await SweptCookie.operatorSession(sites)
        var findings: [String] = []
        for plan in reading {
            for name in CookieName.allCases {
                let (given, wanted) = try await carried(plan, name, operators)
                for leak in given.leaks(secrets) {
                    findings.append("\(plan.title) with their cookie \(name) tells \(leak)")
                }
                guard let wanted, given.status != 401 else { continue }
                if given.isTold(from: wanted) {
                    findings.append(
                        "\(plan.title): their cookie \(name) is answered by \(given.status), nobody's by \(wanted.status)"
                    )
                }
            }
        }
        return findings
    }

    /// A key of the other's opens nothing, whoever's things it asks for, and is no other than nobody's.
    func keys() async throws -> [String] {
        var findings: [String] = []
        for plan in plans where plan.route.traits.face == .api && plan.route.traits.host == .tenant {
            for blanks in plan.requests {
                let wanted = try await shown(plan, blanks, key: nobodys, rest: mine)
                for rest in [mine, theirs] {
                    let given = try await shown(plan, blanks, key: theirs, rest: rest)
                    for leak in given.leaks(secrets) { findings.append("\(plan.title) with their key tells \(leak)") }
                    if given.status != 401 || given.status != wanted.status {
                        findings.append(
                            "\(plan.title): their key is answered by \(given.status), nobody's by \(wanted.status)")
                    }
                }
            }
        }
        return findings
    }

    /// Which of one's own credentials open nothing at home: what is refused of the other's would prove nothing then.
    func worthless(on sites: SweptSites) async throws -> [String] {
        var idle: [String] = []
        for name in CookieName.allCases {
            guard case .held(let kind) = SweptCookie(name) else { continue }
            var isWorthSomething = false
            for plan in reading where !isWorthSomething {
                let own = try await answer(request(plan, name, [mine[kind]]))
                isWorthSomething = own.isTold(from: try await answer(request(plan, name, [nobodys[kind]])))
            }
            if !isWorthSomething { idle.append("one's own cookie \(name) opens nothing at home") }
        }
        var opened = 0
        for plan in plans where plan.route.method == .get && plan.route.traits.face == .api {
            guard let blanks = plan.requests.first else { continue }
            if try await shown(plan, blanks, key: mine, rest: mine).status < 300 { opened += 1 }
        }
        if opened < Self.openedByKeyMin { idle.append("one's own key opens \(opened) routes at home") }
        return idle
    }

    private var reading: [SweepPlan] {
        plans.filter { $0.route.method == .get && $0.route.traits.host == .tenant }
    }

    /// Theirs, and nobody's where the two must be alike.
    private func carried(
        _ plan: SweepPlan, _ name: CookieName, _ operators: String
    ) async throws -> (given: SweptAnswer, wanted: SweptAnswer?) {
        switch SweptCookie(name) {
        case .held(let kind):
            return (
                try await answer(request(plan, name, [theirs[kind]])),
                try await answer(request(plan, name, [nobodys[kind]]))
            )
        case .wish(let value):
            return (try await answer(request(plan, name, [SweptCookie.pair(name, value)])), nil)
        case .operators:
            return (
                try await answer(request(plan, name, [operators])),
                try await answer(request(plan, name, [SweptCookie.pair(name, "nobody")]))
            )
        }
    }

    /// One's own request, with these in the place of one's own cookie of that name.
    private func request(_ plan: SweepPlan, _ name: CookieName, _ cookies: [String]) -> SweptRequest {
        let blanks = (plan.requests.first ?? []).filter { $0.place != .cookie || $0.name != name.rawValue }
        return SweptRequest(plan.route, blanks, cookies: cookies) { _ in mine }
    }

    private func answer(_ request: SweptRequest) async throws -> SweptAnswer {
        SweptAnswer(
            try await wire.send(request.method, request.target, headers + request.headers, body: request.body),
            to: request)
    }

    private func shown(
        _ plan: SweepPlan, _ blanks: [SweepBlank], key: Holdings, rest: Holdings
    ) async throws -> SweptAnswer {
        let bearer = SweepBlank(name: "authorization", place: .header, fill: .held(.keySecret))
        return try await answer(
            SweptRequest(plan.route, blanks.filter { $0.name != "authorization" } + [bearer]) {
                $0.name == "authorization" ? key : rest
            })
    }
}

extension SweptAnswer {
    func isTold(from other: SweptAnswer) -> Bool { status != other.status || text != other.text }
}
