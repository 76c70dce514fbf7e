import Foundation
import HTTPTypes
import Postgres
import Synchronization
import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Web

@Suite("A keyed effect happens once")
struct KeyedTests {
    struct Note: Input {
        let text: String

        static let form = Form(Field("text", .text(max: 40))) { Note(text: $0) }
    }

    /// How often the effect ran, and a gate that holds it open.
    final class Effect: Sendable {
        private let runs = Mutex(0)
        let entered: AsyncStream<Void>
        private let enter: AsyncStream<Void>.Continuation
        private let release: AsyncStream<Void>
        let open: AsyncStream<Void>.Continuation

        init() {
            (entered, enter) = AsyncStream<Void>.makeStream()
            (release, open) = AsyncStream<Void>.makeStream()
        }

        var count: Int { runs.withLock { $0 } }

        func run() -> Int {
            runs.withLock {
                $0 += 1
                return $0
            }
        }

        func hold() async {
            enter.yield()
            for await _ in release { break }
        }
    }

    private func routes(_ effect: Effect) -> RouteGroup {
        RouteGroup(
            "notes",
            [
                Route(
                    .post, "/api/notes", .anyone, "Notes", gives: [.json(.any, .created)],
                    refuses: [.init(409, "booking.not_allowed")]
                ) {
                    (input: Note, context: Keyed<TenantContext>) in
                    try await context.once { transaction in
                        let run = effect.run()
                        if input.text == "wait" { await effect.hold() }
                        if input.text == "refuse" { throw Problem(409, "booking.not_allowed") }
                        _ = try await transaction.run("select 1")
                        return .json(status: .created) { json in
                            json.object {
                                $0.member("run", run)
                                $0.member("text", input.text)
                            }
                        }.with(.location, "/api/notes/\(run)")
                    }
                }
            ])
    }

    func with(
        _ body: @Sendable (TestServer, Effect, TestFleet) async throws -> Void
    ) async throws {
        let fleet = try await TestFleet.make()
        let sites = try SampleSites.make(
            one: try await fleet.tenant("one", .pooled), two: try await fleet.tenant("two", .schema))
        let effect = Effect()
        try await TestServer.with([routes(effect)], database: fleet.tenants, dataKeys: fleet.dataKeys, sites: sites) {
            server in
            try await body(server, effect, fleet)
        }
        await fleet.close()
    }

    func post(
        _ server: TestServer, _ text: String, key: String?, host: String = "one.localhost"
    ) async throws -> RawResponse {
        try await server.client.post(
            "/api/notes", host: host, key.map { ["Idempotency-Key: \($0)"] } ?? [], body: "{\"text\":\"\(text)\"}")
    }

    @Test("sent again it is answered again, not done again; each tenant has its own keys")
    func replay() async throws {
        try await with { server, effect, _ in
            let first = try await post(server, "a", key: "k1")
            #expect(first.status == 201)
            let again = try await post(server, "a", key: "k1")
            #expect(again.status == 201)
            #expect(again.bodyText == first.bodyText)
            #expect(again.field("location") == "/api/notes/1")
            #expect(again.field("idempotent-replayed") == "true")
            #expect(first.field("idempotent-replayed") == nil)
            for answer in [first, again] { #expect(answer.field("cache-control") == "private, no-store") }
            #expect(effect.count == 1)
            let other = try await post(server, "a", key: "k1", host: "two.localhost")
            #expect(other.bodyText == #"{"run":2,"text":"a"}"#)
            #expect(try await post(server, "a", key: "k2").bodyText == #"{"run":3,"text":"a"}"#)
        }
    }

    @Test("the key must be there, short enough, and not used for something else")
    func refusals() async throws {
        try await with { server, effect, _ in
            #expect(try await post(server, "a", key: nil).bodyText.contains(#""code":"idempotency.missing""#))
            #expect(try await post(server, "a", key: String(repeating: "k", count: 256)).status == 400)
            #expect(try await post(server, "a", key: "k").status == 201)
            let mismatch = try await post(server, "b", key: "k")
            #expect(mismatch.status == 422)
            #expect(server.parts.effects.seen == [.effect: 1, .mismatch: 1])
            #expect(mismatch.bodyText.contains(#""code":"idempotency.mismatch""#))
            #expect(effect.count == 1)
        }
    }

    @Test("while it runs the same key is told to wait")
    func inFlight() async throws {
        try await with { server, effect, _ in
            async let slow = post(server, "wait", key: "k")
            for await _ in effect.entered { break }
            let second = try await post(server, "wait", key: "k")
            #expect(second.status == 409)
            #expect(second.field("retry-after") == "1")
            effect.open.yield()
            #expect(try await slow.status == 201)
            #expect(try await post(server, "wait", key: "k").field("idempotent-replayed") == "true")
            #expect(effect.count == 1)
        }
    }

    @Test("a refusal without effect is judged afresh")
    func thrown() async throws {
        try await with { server, effect, fleet in
            #expect(try await post(server, "refuse", key: "k").status == 409)
            #expect(try await post(server, "refuse", key: "k").status == 409)
            #expect(effect.count == 2)
            #expect(server.parts.effects.seen == [.refused: 2])
            let rows = try await fleet.admin.single("select count(*) as rows from shared.idempotency_keys")
            #expect(try rows.only().get("rows", as: Int.self) == 0)
        }
    }

    @Test("of many at once one takes effect and every success is the same")
    func race() async throws {
        try await with { server, effect, _ in
            let answers = try await withThrowingTaskGroup(of: RawResponse.self) { group in
                for _ in 0..<20 { group.addTask { try await post(server, "a", key: "race") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(effect.count == 1)
            let seen = server.parts.effects.seen
            #expect(seen[.effect] == 1 && seen.values.reduce(0, +) == 20)
            #expect(seen[.replayed, default: 0] + seen[.inFlight, default: 0] == 19)
            #expect(Set(answers.filter { $0.status == 201 }.map(\.bodyText)).count == 1)
            #expect(answers.allSatisfy { $0.status == 201 || $0.status == 409 })
        }
    }
}
