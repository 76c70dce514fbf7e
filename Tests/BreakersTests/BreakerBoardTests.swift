import PrivateServers
import Redis
import ServiceLifecycle
import TestSupport
import Testing

@testable import Breakers

@Suite("A breaker's state in this process and in Redis behaves the same")
struct BreakerBoardTests {
    enum Kind: CaseIterable { case local, redis }

    /// Redis has a clock of its own, so times here are short or endless, never exact.
    private func policy(openMilliseconds: Int = 1, probesMax: Int = 1) -> BreakerPolicy {
        var policy = BreakerPolicy()
        policy.failuresMin = 2
        policy.openMilliseconds = openMilliseconds
        policy.probesMax = probesMax
        policy.successesToClose = 2
        return policy
    }

    private func with(
        _ kind: Kind, _ policy: BreakerPolicy, _ body: (any BreakerBoard) async throws -> Void
    ) async throws {
        switch kind {
        case .local: try await body(LocalBoard(policy: policy, milliseconds: Breaker.monotonicMilliseconds))
        case .redis:
            try await RunningRedis.with(url: try await TestRedis.shared.url()) { client in
                try await body(RedisBoard(name: RunningRedis.freshName(), policy: policy, redis: client))
            }
        }
    }

    private func pass(_ board: any BreakerBoard) async throws -> Pass {
        var found: Pass?
        _ = try await comesTrue {
            if case .pass(let pass) = try await board.admit().admission { found = pass }
            return found != nil
        }
        return try #require(found)
    }

    @Test("Failures open it; after its time probes, one at a time, close it", arguments: Kind.allCases)
    func course(_ kind: Kind) async throws {
        try await with(kind, policy()) { board in
            #expect(try await board.report(try await pass(board), .failed) == .closed)
            #expect(try await board.report(try await pass(board), .failed) == .open)
            let probe = try await pass(board)
            let second = try await board.admit()
            guard case .refused(let wait) = second.admission else { throw Wrong() }
            #expect(second.phase == .halfOpen && wait > 0)
            #expect(try await board.report(probe, .succeeded) == .halfOpen)
            #expect(try await board.report(try await pass(board), .succeeded) == .closed)
        }
    }

    @Test("Open it refuses and says how long", arguments: Kind.allCases)
    func refuses(_ kind: Kind) async throws {
        try await with(kind, policy(openMilliseconds: 600_000)) { board in
            for _ in 0..<2 { _ = try await board.report(try await pass(board), .failed) }
            let answer = try await board.admit()
            guard case .refused(let wait) = answer.admission else { throw Wrong() }
            #expect(answer.phase == .open && wait > 590_000 && wait <= 600_000)
        }
    }

    @Test("A failed probe opens it again; a late word of before does not", arguments: Kind.allCases)
    func probes(_ kind: Kind) async throws {
        try await with(kind, policy(probesMax: 2)) { board in
            let early = try await pass(board)
            for _ in 0..<2 { _ = try await board.report(try await pass(board), .failed) }
            let probe = try await pass(board)
            #expect(try await board.report(early, .failed) == .halfOpen)
            #expect(try await board.report(probe, .abandoned) == .halfOpen)
            #expect(try await board.report(try await pass(board), .failed) == .open)
        }
    }

    @Test("Successes keep a few failures from opening it", arguments: Kind.allCases)
    func share(_ kind: Kind) async throws {
        try await with(kind, policy()) { board in
            for _ in 0..<5 { _ = try await board.report(try await pass(board), .succeeded) }
            for _ in 0..<4 { #expect(try await board.report(try await pass(board), .failed) == .closed) }
            #expect(try await board.report(try await pass(board), .failed) == .open)
        }
    }

    private struct Wrong: Error {}
}
