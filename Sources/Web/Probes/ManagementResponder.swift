import HTTPTypes
package import Hummingbird
import Tenancy
import Vocabulary

/// The management port: metrics and probes for whoever runs the process, apart from the sites, so
/// that no host of a partner ever shows them.
package struct ManagementResponder: HTTPResponder {
    package typealias Context = EdgeContext

    private let table: RouteTable
    private let edge: EdgeParts
    private let ids: RequestIDs
    private let metrics: @Sendable () async -> String

    /// - Parameters:
    ///   - groups: probes, and what a proxy on this machine asks.
    ///   - metrics: gives the Prometheus text exposition.
    package init(_ groups: [RouteGroup], parts: EdgeParts, metrics: @escaping @Sendable () async -> String) {
        table = RouteTable(groups.flatMap(\.routes))
        edge = parts
        ids = RequestIDs(identifiers: parts.identifiers)
        self.metrics = metrics
    }

    package func respond(to request: Request, context: EdgeContext) async throws -> Response {
        let head = request.head
        let stage = EdgeStage(
            requestID: ids.identify(head.headerFields[.requestID]), trace: nil,
            origin: TrustedProxies.none.origin(of: head, peer: context.peer), logger: context.logger, started: .now)
        let answer: Answer
        do { answer = try await self.answer(head, stage) } catch {
            answer = await ProblemAnswer(parts: edge).answer(to: error, head.headerFields, stage)
        }
        return Sealing(parts: edge).seal(answer, head, stage)
    }

    private func answer(_ head: HTTPRequest, _ stage: EdgeStage) async throws -> Answer {
        let target = try RequestTarget(head.path ?? "")
        if target.path == "/metrics", head.method == .get {
            let text = await metrics()
            return .bytes(Array(text.utf8), type: "text/plain; version=0.0.4; charset=utf-8", cache: .never)
        }
        let match = try table.match(head.method, target.path)
        guard let host = HostName.normalise("localhost") else { throw Problem.hostInvalid }
        let arrival = Arrival(
            stage, head: head, host: host, tenant: nil, isBoundBySlug: false, match: match, version: .one,
            query: try target.queryMembers(), content: .none, caller: nil, parts: edge)
        return try await match.route.respond(arrival)
    }
}
