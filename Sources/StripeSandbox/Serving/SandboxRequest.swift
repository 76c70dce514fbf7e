/// A request as the sandbox sees it, free of any server's types.
package struct SandboxRequest: Sendable {
    package var method: String
    package var path: String
    package var query: String
    /// By lower-case name.
    package var headers: [String: String]
    package var body: String

    package init(
        _ method: String, _ path: String, query: String = "", headers: [String: String] = [:], body: String = ""
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}

/// What is sent back.
package struct SandboxAnswer: Sendable, Equatable {
    package enum Ending: Sendable, Equatable {
        case whole
        /// The connection is closed without a word.
        case dropped
        /// Nothing is said until the other side gives up.
        case hanging
    }

    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: String
    package var ending = Ending.whole

    package init(_ status: Int, _ headers: [(name: String, value: String)] = [], body: String = "") {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static func json(_ status: Int, _ json: JSON) -> SandboxAnswer {
        SandboxAnswer(status, [("content-type", "application/json")], body: json.text)
    }

    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    package static func == (left: SandboxAnswer, right: SandboxAnswer) -> Bool {
        left.status == right.status && left.body == right.body && left.ending == right.ending
            && left.headers.elementsEqual(right.headers) { $0.name == $1.name && $0.value == $1.value }
    }
}
