import Logging
import Postgres
import Testing

@Suite struct PoolTests {
    @Test("who comes first is served first")
    func fairness() async throws {
        try await withPool(.init(minimum: 0, maximum: 1)) { pool in
            let order = Recorder()
            try await withThrowingTaskGroup(of: Void.self) { group in
                try await pool.lease { _ in
                    for number in 1...8 {
                        group.addTask { try await pool.lease { _ in order.record(number) } }
                        try await eventually("number \(number) stands in line") { pool.waiterCount == number }
                    }
                }
                try await group.waitForAll()
            }
            #expect(order.entries == Array(1...8))
            #expect(pool.connectionCount == 1)
        }
    }

    @Test("a pool never opens more than its maximum")
    func maximum() async throws {
        try await withPool(.init(minimum: 0, maximum: 3)) { pool in
            let leases = Recorder()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...60 {
                    group.addTask {
                        try await pool.lease { connection in
                            leases.enter()
                            defer { leases.leave() }
                            _ = try await connection.run("select 1")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(leases.most <= 3)
            #expect(pool.connectionCount <= 3)
            try await eventually("all lie idle") { pool.idleCount == pool.connectionCount }
        }
    }

    @Test("waiting ends at the deadline")
    func timeout() async throws {
        try await withPool(.init(minimum: 0, maximum: 1, waitDeadline: .milliseconds(200))) { pool in
            try await eventually("there is a connection") { (try? await pool.single("select 1")) != nil }
            try await pool.lease { connection in
                let error = await #expect(throws: PostgresError.self) { try await pool.single("select 1") }
                #expect(error?.kind == .poolTimeout)
                _ = try await connection.run("select 1")
            }
            #expect(pool.waiterCount == 0)
            _ = try await pool.single("select 1")
        }
    }

    @Test("who is cancelled leaves the line, those behind move up")
    func cancelledWaiter() async throws {
        try await withPool(.init(minimum: 0, maximum: 1)) { pool in
            let second = try await pool.lease { _ in
                let first = Task { try await pool.single("select 1 as n") }
                try await eventually("the first waits") { pool.waiterCount == 1 }
                let second = Task { try await pool.single("select 2 as n") }
                try await eventually("the second waits") { pool.waiterCount == 2 }
                first.cancel()
                await #expect(throws: CancellationError.self) { try await first.value }
                #expect(pool.waiterCount == 1)
                return second
            }
            #expect(try await second.value.only().get("n") == 2)
        }
    }

    @Test("no server is an error at once, not a wait")
    func unavailable() async throws {
        let pool = PostgresPool(
            .init(conninfo: "host=/nonexistent dbname=x user=x"), limits: .init(waitDeadline: .seconds(600)),
            logger: Logger(label: "test"))
        for _ in 1...3 {
            let error = await #expect(throws: PostgresError.self) { try await pool.single("select 1") }
            #expect(error?.kind == .unavailable)
        }
        await pool.close()
    }

    @Test("a connection string that libpq refuses is an error of its own")
    func misconfigured() async throws {
        let configuration = PostgresConfiguration(conninfo: "postgres://[::1/nonsense")
        #expect(throws: PostgresError.self) { try configuration.validate() }
        let pool = PostgresPool(configuration, logger: Logger(label: "test"))
        let error = await #expect(throws: PostgresError.self) { try await pool.single("select 1") }
        #expect(error?.kind == .misconfigured)
        await pool.close()
    }

    @Test("of several hosts the first that answers is taken")
    func manyHosts() async throws {
        let conninfo = try await TestServer.shared.value.database()
        let many = conninfo.replacing("host=", with: "host=/nonexistent,127.0.0.1,")
        let pool = PostgresPool(
            .init(conninfo: many + " port=1,1,5432 target_session_attrs=read-write"), logger: Logger(label: "test"))
        let rows = try await pool.single("select 1")
        #expect(rows.count == 1)
        await pool.close()
    }

    @Test("names are looked up before libpq sees them")
    func names() async throws {
        let pool = PostgresPool(
            .init(conninfo: "host=localhost port=1 dbname=x user=x"), logger: Logger(label: "test"))
        let error = await #expect(throws: PostgresError.self) { try await pool.single("select 1") }
        #expect(error?.kind == .unavailable)
        #expect(error?.message.contains("127.0.0.1") == true || error?.message.contains("::1") == true)
        await pool.close()
    }

    @Test("a closed pool refuses, and has closed its connections")
    func close() async throws {
        let conninfo = try await TestServer.shared.value.database()
        let pool = PostgresPool(.init(conninfo: conninfo), logger: Logger(label: "test"))
        _ = try await pool.single("select 1")
        await pool.close()
        #expect(pool.connectionCount == 0)
        let error = await #expect(throws: PostgresError.self) { try await pool.single("select 1") }
        #expect(error?.kind == .closed)
    }

    @Test("running keeps the minimum open and ends with cancellation")
    func running() async throws {
        try await withPool(.init(minimum: 3, maximum: 5)) { pool in
            let service = Task { try await pool.run() }
            try await eventually("three connections lie ready") { pool.idleCount == 3 }
            service.cancel()
            try await service.value
            #expect(pool.connectionCount == 0)
        }
    }

    @Test("a direct connection is not taken for a transaction-pooling proxy")
    func proxy() async throws {
        try await withPool { pool in
            try await pool.refuseTransactionPooling()
            let mark: String? = try await pool.single(
                "select nullif(current_setting('travelhub.session_probe', true), '') as m"
            )
            .only().get("m")
            #expect(mark == nil, "the probe leaves nothing behind")
        }
    }
}
