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
            // What is for programs reads none: there they are shown all at once.
            let together = plan.readsCookies ? CookieName.allCases.map { [$0] } : [CookieName.allCases]
            for names in together {
                let pairs = names.map { SweptCookie($0).pairs($0, theirs, nobodys, operators) }
                let given = try await answer(request(plan, names, pairs.map(\.theirs)))
                for leak in given.leaks(secrets) { findings.append("\(plan.title) with their \(names) tells \(leak)") }
                if plan.readsCookies, given.status == 401 || pairs.allSatisfy({ $0.nobodys == nil }) { continue }
                let worthless = request(plan, names, pairs.map { $0.nobodys ?? $0.theirs })
                if try await isWorth(request(plan, names, pairs.map(\.theirs)), more: worthless, given) {
                    findings.append("\(plan.title): their \(names) is answered by \(given.status), not as nobody's")
                }
            }
        }
        return findings
    }

    /// Whether the two are told apart again and again, where an answer that is new each time is not: offers are, and
    /// what counts the seconds.
    private func isWorth(_ one: SweptRequest, more other: SweptRequest, _ first: SweptAnswer) async throws -> Bool {
        var given = first
        for _ in 0..<Self.looksMax {
            let wanted = try await answer(other)
            guard given.isTold(from: wanted) else { return false }
            if given.status == wanted.status, try await answer(other).isTold(from: wanted) { return false }
            given = try await answer(one)
        }
        return true
    }

    private static let looksMax = 3

    /// A key of the other's opens nothing, whoever's things it asks for.
    func keys() async throws -> [String] {
        var findings: [String] = []
        for plan in plans where plan.route.traits.face == .api && plan.route.traits.host == .tenant {
            for blanks in plan.requests {
                for rest in [mine, theirs] {
                    let given = try await shown(plan, blanks, key: theirs, rest: rest)
                    for leak in given.leaks(secrets) { findings.append("\(plan.title) with their key tells \(leak)") }
                    if given.status != 401 {
                        findings.append("\(plan.title): their key is answered by \(given.status)")
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
                let own = request(plan, [name], [mine[kind]])
                isWorthSomething = try await isWorth(
                    own, more: request(plan, [name], [nobodys[kind]]), try await answer(own))
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

    /// One's own request, with these in the place of one's own cookies of those names.
    private func request(_ plan: SweepPlan, _ names: [CookieName], _ cookies: [String]) -> SweptRequest {
        let carried = Set(names.map(\.rawValue))
        let blanks = (plan.requests.first ?? []).filter { $0.place != .cookie || !carried.contains($0.name) }
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

extension SweepPlan {
    fileprivate var readsCookies: Bool { requests.joined().contains { $0.place == .cookie } }
}

extension SweptAnswer {
    func isTold(from other: SweptAnswer) -> Bool { status != other.status || text != other.text }
}
