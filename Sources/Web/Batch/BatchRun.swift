import HTTPTypes
import Hummingbird
import Metrics
import NIOCore
import Vocabulary

/// Runs the operations of one batch: what waits for nothing side by side, the rest as soon as it may.
struct BatchRun: Sendable {
    let arrival: Arrival
    let limit: Duration

    private struct State {
        var waiting: [BatchOperation]
        var done: [String: BatchResult] = [:]
        /// Parsed once for whoever refers to it.
        var values: [String: InputValue] = [:]
        var byteCount = 0
        var running = 0
    }

    /// In the order of the operations. Those that could not begin within the limit are told so, those that had
    /// begun and were not done by then, too.
    func results(of operations: [BatchOperation]) async -> [BatchResult] {
        let end = ContinuousClock.now + limit
        var state = State(waiting: operations)
        await withTaskGroup(of: BatchResult.self) { group in
            while true {
                await settle(&state, end)
                while state.running < BatchFeature.atOnceMax, let operation = takeReady(&state) {
                    state.running += 1
                    let values = state.values.filter { operation.needs.contains($0.key) }
                    group.addTask { await run(operation, values, until: end) }
                }
                guard let result = await group.next() else { break }
                state.running -= 1
                note(result, operations, &state)
            }
        }
        return operations.compactMap { state.done[$0.id] }
    }

    /// Answers all that will never begin: what it waited for failed, or there is no time or room left.
    private func settle(_ state: inout State, _ end: ContinuousClock.Instant) async {
        let isLate = ContinuousClock.now >= end
        let isFull = state.byteCount > BatchFeature.answerBytesMax
        var isChanged = true
        while isChanged {
            isChanged = false
            for operation in state.waiting {
                let failed = operation.needs.filter { state.done[$0]?.isSuccess == false }.min()
                let problem: Problem
                if let failed {
                    problem = Problem(424, "batch.dependency_failed", ["operation": .text(failed)])
                } else if isLate {
                    problem = Problem(504, "batch.out_of_time")
                } else if isFull {
                    problem = Problem(413, "batch.answer_too_large", ["max": .number(BatchFeature.answerBytesMax)])
                } else {
                    continue
                }
                state.waiting.removeAll { $0.id == operation.id }
                let result = await refuse(operation, problem)
                state.done[operation.id] = result
                count(result)
                isChanged = true
            }
        }
    }

    private func takeReady(_ state: inout State) -> BatchOperation? {
        let done = state.done
        let index = state.waiting.firstIndex { $0.needs.allSatisfy { done[$0] != nil } }
        return index.map { state.waiting.remove(at: $0) }
    }

    private func note(_ result: BatchResult, _ operations: [BatchOperation], _ state: inout State) {
        state.done[result.id] = result
        state.byteCount += result.byteCount
        if operations.contains(where: { $0.needs.contains(result.id) }) { state.values[result.id] = result.value }
        count(result)
    }

    private func count(_ result: BatchResult) {
        Counter(
            label: "http_server_batch_operations", dimensions: [("status", "\(result.status / 100)xx")]
        ).increment()
    }

    private func run(
        _ operation: BatchOperation, _ values: [String: InputValue], until end: ContinuousClock.Instant
    ) async -> BatchResult {
        do {
            let request = try request(operation, values)
            let edge = Edge(arrival.parts)
            let (peer, logger) = (arrival.origin.peer, arrival.logger)
            let (answer, fields) = try await Deadline.run(ContinuousClock.now.duration(to: end)) {
                await edge.answer(request, peer: peer, logger: logger)
            }
            if case .stream = answer.body { throw Problem(422, "batch.streamed") }
            return BatchResult(operation.id, answer, fields)
        } catch {
            return await refuse(operation, error)
        }
    }

    /// Throws the problem for which an operation cannot be asked.
    private func request(_ operation: BatchOperation, _ values: [String: InputValue]) throws -> Request {
        func find(_ reference: BatchReference) throws -> InputValue {
            guard let value = values[reference.operation]?.at(reference.steps) else {
                throw Problem.batchReferenceMissing(reference)
            }
            return value
        }
        let target = try operation.path.joined(escaping: true, find)
        _ = try RequestTarget(target)
        guard !BatchFeature.isBatch(target[...]) else { throw InputFaults("/path", "batch_nested").problem }
        var fields = arrival.head.headerFields
        for name in Self.notInherited { fields[name] = nil }
        for (name, text) in operation.headers {
            guard let name = HTTPField.Name(name) else { continue }
            fields[name] = try text.joined(find)
        }
        // The batch's version is each operation's, unless that names its own by either field.
        if operation.headers["accept"] == nil, operation.headers["x-api-version"] == nil {
            fields[.apiVersion] = arrival.version.text
        }
        fields[.requestID] = requestID(operation)
        var buffer = ByteBuffer()
        if let body = try operation.body?.resolvingBatchReferences(find) {
            buffer.writeBytes(JSONWriter.bytes(body))
            fields[.contentType] = "application/json"
            fields[.contentLength] = String(buffer.readableBytes)
        }
        let head = HTTPRequest(
            method: HTTPRequest.Method(operation.method.rawValue) ?? .get, scheme: arrival.head.scheme,
            authority: arrival.head.authority, path: target, headerFields: fields)
        return Request(head: head, body: RequestBody(buffer: buffer))
    }

    /// Fields that speak of the batch's own body, effect or copy.
    private static let notInherited: [HTTPField.Name] = [
        .contentLength, .contentType, .contentEncoding, .transferEncoding, .idempotencyKey, .ifMatch, .ifNoneMatch,
        .expect, .connection, .accept, .apiVersion,
    ]

    /// The batch's, with the operation's name; where that is too long another is given.
    private func requestID(_ operation: BatchOperation) -> String { "\(arrival.requestID).\(operation.id)" }

    private func refuse(_ operation: BatchOperation, _ error: any Error) async -> BatchResult {
        var stage = EdgeStage(
            requestID: requestID(operation), trace: arrival.trace, origin: arrival.origin, logger: arrival.logger,
            started: .now)
        stage.tenant = arrival.tenant
        stage.version = arrival.version
        stage.path = BatchFeature.path[...]
        let answer = await ProblemAnswer(parts: arrival.parts).answer(to: error, arrival.head.headerFields, stage)
        return BatchResult(operation.id, answer, answer.headers)
    }
}
