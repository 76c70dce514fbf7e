package import HTTPTypes
package import Vocabulary

/// Finds the route of a method and path: one dictionary look-up for plain paths, a walk along the
/// segments for those with names in them. A literal segment wins over a named one.
package struct RouteTable: Sendable {
    package let routes: [Route]
    private var plain: [String: [Int]] = [:]
    private var nodes = [Node()]
    private var longestPlain = 0

    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var rest: [Int] = []
        /// Indices of the routes that end here.
        var ends: [Int] = []
    }

    package struct Match: Sendable {
        package let route: Route
        package let parameters: [InputValue.Member]
    }

    /// Two routes of one method and shape are a mistake of ours, found at start.
    package init(_ routes: [Route]) {
        self.routes = routes
        for (index, route) in routes.enumerated() { insert(route, at: index) }
    }

    private mutating func insert(_ route: Route, at index: Int) {
        let ends: [Int]
        if route.path.parameterNames.isEmpty {
            plain[route.path.description, default: []].append(index)
            longestPlain = max(longestPlain, route.path.description.utf8.count)
            ends = plain[route.path.description, default: []]
        } else {
            ends = insert(route.path, index)
        }
        let rivals = ends.dropLast().filter { routes[$0].method == route.method }
        precondition(rivals.isEmpty, "two routes answer \(route.method) \(route.path)")
    }

    private mutating func insert(_ path: PathTemplate, _ index: Int) -> [Int] {
        var node = 0
        for segment in path.segments {
            switch segment {
            case .literal(let text):
                if nodes[node].literals[text] == nil { nodes[node].literals[text] = grow() }
                node = nodes[node].literals[text] ?? 0
            case .parameter:
                if nodes[node].parameter == nil { nodes[node].parameter = grow() }
                node = nodes[node].parameter ?? 0
            case .rest:
                nodes[node].rest.append(index)
                return nodes[node].rest
            }
        }
        nodes[node].ends.append(index)
        return nodes[node].ends
    }

    private mutating func grow() -> Int {
        nodes.append(Node())
        return nodes.count - 1
    }

    /// Throws `route.unknown`, `method.not_allowed` or `path.malformed`. HEAD finds GET's route.
    package func match(_ method: HTTPRequest.Method, _ path: Substring) throws(Problem) -> Match {
        if let ends = plain[String(path)] { return Match(route: try choose(method, ends), parameters: []) }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard let ends = walk(segments[...], from: 0) else { throw .routeUnknown }
        let route = try choose(method, ends)
        return Match(route: route, parameters: try parameters(of: route.path, segments))
    }

    /// A route without names in its path, or nil; costs one look-up.
    func exact(_ method: HTTPRequest.Method, _ path: Substring) -> Match? {
        guard path.utf8.count <= longestPlain, let ends = plain[String(path)], let route = try? choose(method, ends)
        else { return nil }
        return Match(route: route, parameters: [])
    }

    /// What a path can be asked with, `HEAD` beside `GET`. Throws `route.unknown`.
    func methods(at path: Substring) throws(Problem) -> [String] {
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard let ends = plain[String(path)] ?? walk(segments[...], from: 0) else { throw .routeUnknown }
        return methods(of: ends)
    }

    private func methods(of ends: [Int]) -> [String] {
        var allowed = Set(ends.map { routes[$0].method.rawValue })
        if allowed.contains("GET") { allowed.insert("HEAD") }
        return allowed.sorted()
    }

    private func choose(_ method: HTTPRequest.Method, _ ends: [Int]) throws(Problem) -> Route {
        let wanted = method == .head ? .get : method
        if let index = ends.first(where: { routes[$0].method == wanted }) { return routes[index] }
        throw .methodNotAllowed(methods(of: ends))
    }

    private func walk(_ segments: ArraySlice<Substring>, from node: Int) -> [Int]? {
        guard let first = segments.first else { return nodes[node].ends.isEmpty ? nil : nodes[node].ends }
        if let next = nodes[node].literals[String(first)], let ends = walk(segments.dropFirst(), from: next) {
            return ends
        }
        if !first.isEmpty, let next = nodes[node].parameter, let ends = walk(segments.dropFirst(), from: next) {
            return ends
        }
        return nodes[node].rest.isEmpty ? nil : nodes[node].rest
    }

    private func parameters(
        of template: PathTemplate, _ segments: [Substring]
    ) throws(Problem) -> [InputValue.Member] {
        var found: [InputValue.Member] = []
        for (index, segment) in template.segments.enumerated() {
            let raw: Substring
            let name: String
            switch segment {
            case .literal: continue
            case .parameter(let parameter): (name, raw) = (parameter, segments[index])
            case .rest(let parameter): (name, raw) = (parameter, Substring(segments[index...].joined(separator: "/")))
            }
            guard let text = PercentCoding.decode(raw.utf8) else { throw .pathMalformed }
            found.append(.init(name, .texts([text])))
        }
        return found
    }
}
