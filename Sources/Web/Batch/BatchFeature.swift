import HTTPTypes
import Metrics
import Vocabulary

/// Several requests in one: `POST /api/batch`. Each passes every gate as if it had come alone, by the same edge;
/// a batch saves round trips and nothing else, least of all checks. It is no transaction: what an operation did
/// stays done when a later one fails.
package struct BatchFeature: Sendable {
    /// No configuration allows more.
    package static let operationsMax = 100
    /// The body of a batch; each operation's own is held to its route's limit besides.
    package static let bodyBytesMax = 1024 * 1024
    /// From the first operation to the last answer.
    package static let secondsMax = 30
    /// Operations of one batch at work together: fewer than a process has connections.
    package static let atOnceMax = 4
    /// All answers together; they wait in memory for the last of them.
    package static let answerBytesMax = 8 * 1024 * 1024
    static let path = "/api/batch"

    private let operationsMax: Int
    private let limit: Duration

    /// `operationsMax` up to 100.
    package init(operationsMax: Int = BatchFeature.operationsMax, limit: Duration = .seconds(BatchFeature.secondsMax)) {
        self.operationsMax = min(operationsMax, Self.operationsMax)
        self.limit = limit
    }

    /// True for the batch's own address, with or without a query.
    static func isBatch(_ target: Substring) -> Bool { target.prefix { $0 != "?" } == path }

    package func routes() -> RouteGroup {
        // The batch keeps its own time, so that what was done by then is told.
        let options = RouteOptions(
            bodyBytesMax: Self.bodyBytesMax, secondsMax: nil, tag: "batch", limit: .batches, urgency: .last)
        let outputs: [RouteOutput] = [.json(BatchResult.schema, .multiStatus, "What became of each operation.")]
        let summary = "Several requests in one, each answered as if it had come alone"
        return RouteGroup(
            "batch",
            [
                Route(.post, PathTemplate(Self.path), .anyone, summary, gives: outputs, options: options) {
                    (input: BatchInput, context: TenantContext) in try await run(input, context.arrival)
                },
                Route(.post, PathTemplate(Self.path), .anyone, summary, gives: outputs, options: options) {
                    (input: BatchInput, context: PlatformContext) in try await run(input, context.arrival)
                },
            ])
    }

    private func run(_ input: BatchInput, _ arrival: Arrival) async throws -> Answer {
        guard input.operations.count <= operationsMax else {
            throw InputFaults("/operations", "too_many", ["max": .number(operationsMax)])
        }
        let results = await BatchRun(arrival: arrival, limit: limit).results(of: input.operations)
        Counter(label: "http_server_batches").increment()
        return .json(status: .multiStatus) { json in
            json.object { json in json.member("results", results) }
        }
    }
}

extension HTTPResponse.Status {
    /// RFC 4918 §11.1.
    static let multiStatus = HTTPResponse.Status(code: 207, reasonPhrase: "Multi-Status")
}
