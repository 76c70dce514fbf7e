import Foundation

/// Which function does which kind of job; filled by the features at start, then fixed.
package struct JobHandlers: Sendable {
    typealias Handler = @Sendable (_ arguments: String, _ context: JobContext) async throws -> Void

    private var handlers: [String: Handler] = [:]

    package init() {}

    /// Two handlers of one kind are a fault of ours and stop the start.
    package mutating func register<J: Job>(
        _ kind: J.Type, _ body: @escaping @Sendable (J, JobContext) async throws -> Void
    ) {
        precondition(handlers[J.kind] == nil, "\(J.kind) has two handlers")
        handlers[J.kind] = { arguments, context in
            try await body(try JSONDecoder().decode(J.self, from: Data(arguments.utf8)), context)
        }
    }

    /// Every kind that somebody does.
    package var kinds: Set<String> { Set(handlers.keys) }

    func handler(_ kind: String) -> Handler? { handlers[kind] }
}
