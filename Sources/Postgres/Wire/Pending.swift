internal import Synchronization

/// One thing a caller waits for on a link, from its hand-over to its answer. Lives on the reactor.
final class Pending {
    enum Work: Sendable {
        case exchange(Exchange)
        /// Several statements in one text, by the simple protocol.
        case script(String)
        case copy(CopyIn)
    }

    /// What the server will answer, in the order in which it was asked.
    enum Expectation {
        case deallocation
        case parse(StatementCache.Entry)
        case execution(Execution)
        /// After deallocations, so that they are no part of the caller's transaction.
        case fence
        case sync
    }

    struct Execution {
        let role: Exchange.Role
        /// Nil for a statement that is parsed each time.
        let entry: StatementCache.Entry?
        let tally: StatementTally
        let text: String
    }

    /// Why the caller no longer wants an answer.
    enum Stop: Sendable {
        case cancelled
        case deadline
    }

    let id: UInt64
    let work: Work
    let wish: Wish
    private let continuation: CheckedContinuation<Reply, any Error>

    var expectations: [Expectation] = []
    var next = 0
    var hasSeenNull = false
    var reply = Reply()
    var isSent = false
    var startedAt: UInt64 = 0
    /// Statements that were run, for the statistics.
    var answered: [(execution: Execution, isError: Bool)] = []
    var deadline: UInt64 = .max
    var stop: Stop?
    /// `PQcancel` is on its way; the connection must not move on before it has landed.
    var isCancelInFlight = false
    var isAnswered = false
    var chunks: CopyIn.Chunks?

    init(id: UInt64, work: Work, wish: Wish, continuation: CheckedContinuation<Reply, any Error>) {
        self.id = id
        self.work = work
        self.wish = wish
        self.continuation = continuation
    }

    func resume(_ result: Result<Reply, any Error>) { continuation.resume(with: result) }
}

/// Whether the caller still wants its answer; written by its task, read on the reactor.
final class Wish: Sendable {
    private let withdrawn = Atomic<Bool>(false)

    var isWithdrawn: Bool { withdrawn.load(ordering: .acquiring) }

    func withdraw() { withdrawn.store(true, ordering: .releasing) }
}
