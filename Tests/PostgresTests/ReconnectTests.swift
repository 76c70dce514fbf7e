import Logging
import Postgres
import Testing

@Suite struct ReconnectTests {
    @Test("a terminated connection fails its statement, says so, and is replaced")
    func terminated() async throws {
        try await withPool { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.single("select pg_terminate_backend(pg_backend_pid())")
            }
            #expect(error?.kind == .unavailable)
            #expect(error?.sqlState == "57P01")
            #expect(error?.outcomeUnknown == true)
            let rows = try await pool.single("select 1")
            #expect(rows.count == 1)
        }
    }

    @Test("connections that died while they lay idle are never handed out")
    func diedIdle() async throws {
        try await withPool { pool in
            try await pool.lease { killer in
                let victim = try await pool.lease { $0.backendPID }
                _ = try await killer.run("select pg_terminate_backend(\(victim))")
                try await eventually("the pool noticed") { pool.idleCount == 0 }
            }
            let rows = try await pool.single("select 1")
            #expect(rows.count == 1)
        }
    }

    @Test("a transaction whose connection dies between statements is run again")
    func diedInside() async throws {
        try await withPool { pool in
            _ = try await pool.single("create table t (n int)")
            let runs = Recorder()
            try await pool.transaction { transaction in
                runs.record(1)
                _ = try await transaction.run("insert into t values (1)")
                if runs.count == 1 {
                    let pid = transaction.session.backendPID
                    _ = try await pool.single("select pg_terminate_backend(\(pid))")
                    // None is lent any more. How many lie idle beside it is the pool's business: who had to wait for
                    // one that came back meanwhile has left another behind.
                    try await eventually("the loss is seen: \(pool.connectionCount) open, \(pool.idleCount) idle") {
                        pool.idleCount == pool.connectionCount
                    }
                }
                _ = try await transaction.run("insert into t values (2)")
            }
            let rows = try await pool.single("select from t")
            #expect(rows.count == 2)
            #expect(runs.count == 2)
        }
    }

    @Test("after a restart of the server the same pool and listener go on")
    func restart() async throws {
        let server = try await TestServer.start()
        let configuration = PostgresConfiguration(conninfo: try await server.database())
        let logger = Logger(label: "test")
        let pool = PostgresPool(configuration, logger: logger)
        let listener = PostgresListener(configuration, channels: ["News"], logger: logger)
        let service = Task { try await listener.run() }
        var events = listener.events.makeAsyncIterator()
        #expect(await events.next() == .connected)
        _ = try await pool.single("select pg_notify('News', 'one')")
        #expect(await events.next() == .notification(channel: "News", payload: "one"))

        let caught = Task { try await pool.single("select pg_sleep(600)") }
        try await eventually("it runs") {
            try await !pool.single(
                "select from pg_stat_activity where query like '%pg_sleep(600)' and state = 'active'"
            )
            .isEmpty
        }
        try await server.control("stop")
        let lost = await #expect(throws: PostgresError.self) { try await caught.value }
        #expect(lost?.kind == .unavailable)
        let refused = await #expect(throws: PostgresError.self) { try await pool.single("select 1") }
        #expect(refused?.kind == .unavailable)
        #expect(await events.next() == .disconnected)

        try await server.control("start")
        try await eventually("the pool recovers by itself") {
            (try? await pool.single("select 1"))?.count == 1
        }
        #expect(await events.next() == .connected)
        _ = try await pool.single("select pg_notify('News', 'two')")
        #expect(await events.next() == .notification(channel: "News", payload: "two"))
        service.cancel()
        try await service.value
        #expect(await events.next() == .disconnected)
        #expect(await events.next() == nil)
        await pool.close()
    }
}
