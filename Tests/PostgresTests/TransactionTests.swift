import Postgres
import Synchronization
import Testing

@Suite struct TransactionTests {
    private struct Mistake: Error, Equatable {}

    @Test("what a body did is there after it returned, and gone after it threw")
    func commitAndRollback() async throws {
        try await withPool { pool in
            _ = try await pool.single("create table t (n int)")
            try await pool.transaction { _ = try await $0.run("insert into t values (1)") }
            await #expect(throws: Mistake()) {
                try await pool.transaction {
                    _ = try await $0.run("insert into t values (2)")
                    throw Mistake()
                }
            }
            #expect(try await pool.single("select n from t").only().get("n") == 1)
        }
    }

    @Test("the body's own database error comes out as it was")
    func bodyError() async throws {
        try await withPool { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction { _ = try await $0.run("select 1/0") }
            }
            #expect(error?.sqlState == "22012")
            let rows = try await pool.single("select 1")
            #expect(rows.count == 1)
        }
    }

    @Test("a deferred constraint fails the commit, and the error says so", arguments: [false, true])
    func deferredConstraint(commitsItself: Bool) async throws {
        try await withPool { pool in
            _ = try await pool.batch([
                "create table parents (id int primary key)",
                "create table children (parent int constraint has_parent references parents deferrable initially deferred)",
            ])
            let error = await #expect(throws: PostgresTransactionError.self) {
                try await pool.transaction { transaction in
                    let orphan: SQL = "insert into children values (7)"
                    if commitsItself {
                        try await transaction.commit(after: [orphan])
                    } else {
                        _ = try await transaction.run(orphan)
                    }
                }
            }
            #expect(error?.commit?.constraint == "has_parent")
            #expect(error?.commit?.kind == .foreignKeyViolation)
            #expect(error?.begin == nil && error?.body == nil && error?.rollback == nil)
            #expect(error?.postgres?.table == "children")
            #expect(try await pool.single("select from children").isEmpty)
        }
    }

    @Test("a deferred constraint fails a single statement at its sync")
    func deferredConstraintOfSingle() async throws {
        try await withPool { pool in
            _ = try await pool.batch([
                "create table parents (id int primary key)",
                "create table children (parent int references parents deferrable initially deferred)",
            ])
            let error = await #expect(throws: PostgresError.self) {
                try await pool.single("insert into children values (\(7))")
            }
            #expect(error?.kind == .foreignKeyViolation)
            #expect(try await pool.single("select from children").isEmpty)
        }
    }

    @Test("a refused context is an error of begin")
    func contextError() async throws {
        try await withPool { pool in
            let error = await #expect(throws: PostgresTransactionError.self) {
                try await pool.transaction(context: { _ in ["select no_such_function()"] }) {
                    _ = try await $0.run("select 1")
                }
            }
            #expect(error?.begin?.sqlState == "42883")
            #expect(error?.body == nil)
        }
    }

    @Test("a failure that the body swallowed is no commit")
    func swallowed() async throws {
        try await withPool { pool in
            let error = await #expect(throws: PostgresTransactionError.self) {
                try await pool.transaction { transaction in
                    _ = try? await transaction.run("select 1/0")
                }
            }
            #expect(error?.commit?.sqlState == "25P02")
        }
    }

    @Test("a transaction ends with its closure")
    func escape() async throws {
        try await withPool { pool in
            let escaped = try await pool.transaction { transaction in
                _ = try await transaction.run("select 1")
                return transaction
            }
            await #expect(throws: PostgresError.self) { try await escaped.run("select 1") }
            let lent = try await pool.lease { $0 }
            await #expect(throws: PostgresError.self) { try await lent.run("select 1") }
        }
    }

    @Test("after an attempt to commit nothing more runs, whatever became of it")
    func afterCommit() async throws {
        try await withPool { pool in
            _ = try await pool.single("create table t (n int unique deferrable initially deferred)")
            let late = Recorder()
            do {
                try await pool.transaction { transaction in
                    do {
                        try await transaction.commit(after: ["insert into t values (1), (1)"])
                    } catch {
                        #expect(error.postgres?.kind == .uniqueViolation)
                    }
                    do {
                        _ = try await transaction.run("insert into t values (2)")
                    } catch {
                        #expect(error.postgres?.kind == .closed)
                        late.record(1)
                    }
                    throw Mistake()
                }
            } catch let error as PostgresTransactionError {
                #expect(error.commit?.kind == .uniqueViolation)
                #expect(error.body is Mistake)
            }
            #expect(late.count == 1)
            let rows = try await pool.single("select from t")
            #expect(rows.isEmpty)
        }
    }

    @Test("isolation and read-only are what was asked for")
    func options() async throws {
        try await withPool { pool in
            let level: String = try await pool.transaction(.init(isolation: .repeatableRead, readOnly: true)) {
                try await $0.run(
                    "select current_setting('transaction_isolation') || current_setting('transaction_read_only') as v"
                ).only().get("v")
            }
            #expect(level == "repeatable readon")
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction(.init(readOnly: true)) { _ = try await $0.run("create table t (n int)") }
            }
            #expect(error?.sqlState == "25006")
        }
    }

    @Test("a serialization failure runs the body again, the context too")
    func serialization() async throws {
        try await withPool { pool in
            _ = try await pool.batch(["create table t (id int primary key, n int)", "insert into t values (1, 0)"])
            let runs = Atomic<Int>(0)
            let contexts = Atomic<Int>(0)
            let context: ContextStatements = { _ in
                contexts.add(1, ordering: .relaxed)
                return ["select set_config('test.tenant', 'a', true)"]
            }
            try await pool.transaction(.init(isolation: .repeatableRead), context: context) { transaction in
                let isFirst = runs.add(1, ordering: .relaxed).newValue == 1
                let n: Int = try await transaction.run("select n from t").only().get("n")
                // Somebody else gets in between, once.
                if isFirst { _ = try await pool.single("update t set n = n + 10") }
                _ = try await transaction.run("update t set n = \(n + 1)")
            }
            #expect(runs.load(ordering: .relaxed) == 2)
            #expect(contexts.load(ordering: .relaxed) == 2)
            #expect(try await pool.single("select n from t").only().get("n") == 11)
        }
    }

    @Test("retries end")
    func bounded() async throws {
        try await withPool { pool in
            _ = try await pool.batch(["create table t (id int primary key, n int)", "insert into t values (1, 0)"])
            let runs = Atomic<Int>(0)
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction(.init(isolation: .repeatableRead, retriesMax: 2)) { transaction in
                    runs.add(1, ordering: .relaxed)
                    _ = try await transaction.run("select n from t")
                    _ = try await pool.single("update t set n = n + 10")
                    _ = try await transaction.run("update t set n = 0")
                }
            }
            #expect(error?.kind == .serializationFailure)
            #expect(runs.load(ordering: .relaxed) == 3)
        }
    }

    @Test("of two transactions in a deadlock both end well")
    func deadlock() async throws {
        try await withPool { pool in
            _ = try await pool.batch([
                "create table t (id int primary key, n int)", "insert into t values (1, 0), (2, 0)",
            ])
            let runs = Recorder()
            let meeting = Meeting(2)
            let through = Recorder()
            await withThrowingTaskGroup(of: Void.self) { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        try await pool.transaction { transaction in
                            // The victim comes again when the other is through: before, it could take the row that
                            // the other waits for, and both would stand where they stood.
                            while runs.entries.contains(first), through.count == 0 {
                                await Task.yield()
                            }
                            runs.record(first)
                            _ = try await transaction.run("update t set n = n + 1 where id = \(first)")
                            await meeting.arrive()
                            _ = try await transaction.run("update t set n = n + 1 where id = \(second)")
                        }
                        through.record(first)
                    }
                }
            }
            #expect(runs.count == 3, "one of the two was chosen as the victim and ran again")
            #expect(try await pool.single("select sum(n) as n from t").only().get("n", as: Int.self) == 4)
        }
    }
}

/// Lets everyone through once all have come.
private actor Meeting {
    private var missing: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { missing = count }

    func arrive() async {
        missing -= 1
        guard missing > 0 else {
            for continuation in waiting { continuation.resume() }
            waiting = []
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }
}
