import HTTPTypes
import Web

/// Every request that the sweep sends to one route, made from nothing but what the route declares.
struct SweepPlan: Sendable {
    struct UnknownInput: Error, CustomStringConvertible {
        let description: String
    }

    let route: Route
    /// One list for each variant.
    let requests: [[SweepBlank]]

    /// Throws `UnknownInput` for a route with an input that the vocabulary lacks.
    init(_ route: Route) throws {
        self.route = route
        let path = Set(route.path.parameterNames)
        let names = path.union(route.input.map(\.name))
        var blanks = try names.sorted().map { name in
            guard let fill = SweepVocabulary.fill(name, of: route) else {
                throw UnknownInput(
                    description: "\(route.method) \(route.path) takes \(name), which the sweep cannot fill")
            }
            let outline = route.input.first { $0.name == name }
            let isInQuery = route.readsQuery || outline?.isInQuery == true
            return SweepBlank(name: name, place: path.contains(name) ? .path : isInQuery ? .query : .body, fill: fill)
        }
        blanks += Self.credentials(of: route)
        requests = SweepVocabulary.variants(of: route).map { left in blanks.filter { !left.contains($0.name) } }
    }

    /// What proves who asks, besides the fields.
    private static func credentials(of route: Route) -> [SweepBlank] {
        var blanks: [SweepBlank] = []
        if route.traits.needsIdempotencyKey {
            let isForm = route.traits.face == .page
            blanks.append(
                SweepBlank(
                    name: isForm ? "idempotency_key" : "idempotency-key", place: isForm ? .body : .header,
                    fill: .held(.idempotencyKey)))
        }
        switch route.traits.face {
        case .api:
            // What is signed in, or signs in, is good once: it is not spent on a field that it does not read.
            if !["/api/auth/", "/api/me", "/api/admin/"].contains(where: "\(route.path)".hasPrefix) {
                blanks.append(
                    SweepBlank(name: "x-booking-access", place: .header, fill: .held(SweepVocabulary.token(of: route))))
            }
            if route.traits.securityScheme == "bearer" {
                let isSpare = route.path == "/api/auth/logout"
                blanks.append(
                    SweepBlank(name: "authorization", place: .header, fill: .held(isSpare ? .spareBearer : .bearer)))
            }
            if "\(route.path)".hasPrefix("/api/auth/oidc/") {
                blanks.append(SweepBlank(name: "oidc", place: .cookie, fill: .held(.oidcCookie)))
            }
        case .page:
            blanks.append(SweepBlank(name: "visit", place: .cookie, fill: .held(.visitCookie)))
            if !route.permission.isOfStaff {
                blanks.append(SweepBlank(name: "bookings", place: .cookie, fill: .held(.bookingsCookie)))
                blanks.append(SweepBlank(name: "preview", place: .cookie, fill: .held(.previewCookie)))
            }
            let endsSessions: Set = ["/{locale}/sign-out", "/admin/sign-out"]
            if route.permission == .member || route.permission.isOfStaff || endsSessions.contains("\(route.path)") {
                let isSpare =
                    "\(route.path)".contains("/devices/end-others") || endsSessions.contains("\(route.path)")
                blanks.append(
                    SweepBlank(
                        name: "account", place: .cookie, fill: .held(isSpare ? .spareAccountCookie : .accountCookie)))
            }
            if route.isWrite, !route.traits.isSentFromElsewhere {
                blanks.append(SweepBlank(name: "csrf_token", place: .body, fill: .held(.csrfToken)))
            }
        }
        return blanks
    }
}

extension PermissionRule {
    fileprivate var isOfStaff: Bool { if case .staff = self { true } else { self == .anyStaff } }
}

/// A request filled in: what is sent, and which of it was somebody's.
struct SweptRequest: Sendable {
    let method: String
    private(set) var target: String
    private(set) var headers: [(String, String)] = []
    private(set) var body: String?
    /// By the name of the blank.
    private(set) var shown: [String: String] = [:]

    /// `holder` says from whose holdings a blank is filled; cookies beside the plan's are whole, with their names.
    init(_ route: Route, _ blanks: [SweepBlank], cookies more: [String] = [], holder: (SweepBlank) -> Holdings) {
        method = route.method.rawValue
        var values: [SweepBlank.Place: [(String, String)]] = [:]
        for blank in blanks {
            switch blank.fill {
            case .leftOut: continue
            case .plain(let text): values[blank.place, default: []].append((blank.name, text))
            case .held(let kind):
                let text = holder(blank)[kind]
                shown[blank.name] = text
                values[blank.place, default: []].append((blank.name, text))
            }
        }
        target = route.path.filled(Dictionary(uniqueKeysWithValues: values[.path] ?? []))
        let query = (values[.query] ?? []).map { "\($0)=\(PercentCoding.encode($1))" }
        if !query.isEmpty { target += "?" + query.joined(separator: "&") }
        headers = values[.header] ?? []
        // Two sites with their own first language would keep their answers apart by that alone.
        headers.append(("accept-language", "en"))
        headers.append(("accept", route.traits.face == .page ? "text/html" : "application/json"))
        let cookies = (values[.cookie] ?? []).map(\.1) + more
        if !cookies.isEmpty { headers.append(("cookie", cookies.joined(separator: "; "))) }
        guard route.isWrite else { return }
        headers.append(("content-type", route.bodyType))
        body = route.traits.face == .page ? Self.form(values[.body] ?? []) : Self.json(values[.body] ?? [])
    }

    private static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\($0)=\(PercentCoding.encode($1))" }.joined(separator: "&")
    }

    /// A plain value of a body is JSON already where it looks like it.
    private static func json(_ fields: [(String, String)]) -> String {
        let members = fields.map { name, value in
            "\"\(name)\":" + (value.first.map { "[{".contains($0) } == true ? value : "\"\(value)\"")
        }
        return "{\(members.joined(separator: ","))}"
    }
}
