/// Statements that travel together: written in one go, ended by one sync, answered in one go.
///
/// Outside an explicit transaction PostgreSQL runs everything up to the sync as one implicit
/// transaction, so nothing has succeeded before the sync's own answer says so.
struct Exchange: Sendable {
    /// Who wants a statement, which decides what its answer and its traces mean.
    enum Role: Sendable {
        /// `begin` and the context, sent only while no transaction is open.
        case opening
        /// Set by us before the caller's statements.
        case context
        /// The caller's own: its rows are returned, and a utility command taints the connection.
        case caller
        /// `commit` or `rollback`.
        case ending
        /// `discard all`.
        case reset
    }

    struct Step: Sendable {
        let sql: SQL
        let role: Role
    }

    var steps: [Step]
    var namespace = ""

    init(_ statements: [SQL], context: [SQL] = [], namespace: String) {
        steps = []
        steps.reserveCapacity(context.count + statements.count)
        for sql in context { steps.append(Step(sql: sql, role: .context)) }
        for sql in statements { steps.append(Step(sql: sql, role: .caller)) }
        self.namespace = namespace
    }

    init(steps: [Step], namespace: String = "") {
        self.steps = steps
        self.namespace = namespace
    }

    static let reset = Exchange(steps: [Step(sql: "discard all", role: .reset)])
    static let rollback = Exchange(steps: [Step(sql: "rollback", role: .ending)])
    static let commit = Exchange(steps: [Step(sql: "commit", role: .ending)])
}

/// What came back for one exchange.
struct Reply: Sendable {
    struct Failure: Sendable {
        let error: PostgresError
        let role: Exchange.Role
    }

    /// One for each of the caller's statements, when all went well.
    var rows: [Rows] = []
    /// The tag of `commit`: a server that says `ROLLBACK` here has not committed.
    var endingTag: String?
    var failure: Failure?
    /// A cached plan was refused (0A000, 26000) and has been dropped: once more may succeed.
    var isStalePlan = false
}
