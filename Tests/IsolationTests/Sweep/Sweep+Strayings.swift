import HTTPTypes
import TestSupport
import Web

extension Sweep {
    /// Ways to another site that are no identifiers: hosts, fields that name a site, cookies.
    func strayings(on sites: SweptSites) async throws -> [String] {
        var findings: [String] = []
        for plan in plans where plan.route.method == .get && plan.route.traits.host == .tenant {
            for blanks in plan.requests {
                let request = SweptRequest(plan.route, blanks) { _ in theirs }
                let nobody = try await sites.wire("nobody.test").send(
                    request.method, request.target, request.headers)
                if nobody.status != 404 { findings.append("\(plan.title) on nobody's host: \(nobody.status)") }
                let own = SweptRequest(plan.route, blanks) { _ in mine }
                for field in ["x-tenant", "x-forwarded-host", "x-tenant-id"] {
                    let value = field == "x-tenant" ? sites.victim.word : sites.victim.host
                    let named = SweptAnswer(
                        try await wire.send(own.method, own.target, own.headers + [(field, value)]), to: own)
                    for leak in named.leaks(secrets) { findings.append("\(plan.title) with \(field) tells \(leak)") }
                }
            }
        }
        return try await findings + cookies(on: sites) + keys()
    }
}
