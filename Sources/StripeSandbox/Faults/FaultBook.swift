import Synchronization

/// What is to go wrong with the next requests, as it was asked for. It does not outlive the process.
final class FaultBook: Sendable {
    struct Fault: Sendable, Equatable {
        enum Effect: String, Sendable, CaseIterable {
            /// An answer with a status of Stripe's own troubles.
            case status
            /// The connection is closed without a word.
            case drop
            /// Nothing is said.
            case hang
            /// Said later.
            case delay
        }

        enum Moment: String, Sendable, CaseIterable {
            /// Nothing has been done, and nothing is remembered.
            case before
            /// Nothing has been done, and that answer is the one that the idempotency key keeps.
            case kept
            /// All has been done, and what it was answered is remembered.
            case after
        }

        let id: Int
        let effect: Effect
        let moment: Moment
        /// Nil: any.
        let method: String?
        /// With `*` for one segment; nil: any.
        let path: String?
        let account: String?
        let status: Int
        let milliseconds: Int
        var skip: Int
        var count: Int
    }

    static let countMax = 1_000_000
    static let millisecondsMax = 600_000

    private let state = Mutex((faults: [Fault](), lastID: 0))

    func add(_ make: (Int) -> Fault) -> Fault {
        state.withLock { state in
            state.lastID += 1
            let fault = make(state.lastID)
            state.faults.append(fault)
            return fault
        }
    }

    func clear() { state.withLock { $0.faults = [] } }

    var all: [Fault] { state.withLock { $0.faults } }

    /// The first that is meant for this request; each request uses one up at most.
    func take(_ method: String, _ path: String, account: String) -> Fault? {
        state.withLock { state in
            for index in state.faults.indices where state.faults[index].covers(method, path, account) {
                if state.faults[index].skip > 0 {
                    state.faults[index].skip -= 1
                    continue
                }
                let fault = state.faults[index]
                state.faults[index].count -= 1
                state.faults.removeAll { $0.count == 0 }
                return fault
            }
            return nil
        }
    }
}

extension FaultBook.Fault {
    func covers(_ method: String, _ path: String, _ account: String) -> Bool {
        guard count > 0, self.method == nil || self.method == method, self.account == nil || self.account == account
        else { return false }
        guard let pattern = self.path else { return true }
        let (words, segments) = (pattern.split(separator: "/"), path.split(separator: "/"))
        return words.count == segments.count && zip(words, segments).allSatisfy { $0 == "*" || $0 == $1 }
    }

    var answer: SandboxAnswer {
        let refusal =
            status == 429
            ? Refusal(
                status: 429, type: "invalid_request_error", code: "rate_limit",
                message: "Request rate limit exceeded. Learn more about rate limits here "
                    + "https://stripe.com/docs/rate-limits.")
            : Refusal(
                status: status, type: "api_error",
                message: "An unknown error occurred. (This one was asked for through the sandbox's controls.)")
        return .json(status, refusal.body)
    }

    var json: JSON {
        [
            "id": .int(id), "effect": .text(effect.rawValue), "when": .text(moment.rawValue), "method": JSON(method),
            "path": JSON(path), "account": JSON(account), "status": .int(status),
            "milliseconds": .int(milliseconds), "skip": .int(skip), "count": .int(count),
        ]
    }
}
