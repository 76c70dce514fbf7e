import Foundation
import PrivateServers
import Redis
import TestSupport
import Testing
import Vocabulary

@testable import Web

@Suite("Attempts at a secret")
struct AttemptLimiterTests {
    private static let policy = AttemptPolicy(
        "test", firstDelaySeconds: 1, pairFree: 3, pairDelayMaxSeconds: 60, accountFree: 5, challengeMaxSeconds: 30,
        addressFree: 6, addressDelayMaxSeconds: 40, forgetSeconds: 600, knownSeconds: 5_000)
    private let one = TenantID(UUID())
    private let two = TenantID(UUID())

    @Test("Redis keeps the same books as the pure rule", arguments: UInt64(1)...4)
    func sameAsBook(seed: UInt64) async throws {
        try await OwnRedis.with { own in
            var generator = SeededGenerator(seed: seed)
            // Redis lets go of keys by its own clock, so this one runs for less than that takes.
            let clock = ManualCount(1_780_000_000_000)
            let limiter = Self.limiter(own.client, clock)
            let book = AttemptBook { clock.value }
            for _ in 0..<800 {
                clock.advance(by: Int.random(in: 0..<700, using: &generator))
                let subject = AttemptSubject(
                    account: "a\(Int.random(in: 0..<3, using: &generator))",
                    address: "192.0.2.\(Int.random(in: 0..<3, using: &generator))")
                let keys = AttemptKeys(tenant: one, subject: subject, policy: Self.policy)
                let expected = book.admit(keys, Self.policy)
                let outcome = await Self.attempt(limiter, one, subject)
                #expect(outcome.wait == (expected + 999) / 1_000)
                if let attempt = outcome.attempt, Int.random(in: 0..<12, using: &generator) == 0 {
                    await attempt.succeeded()
                    book.relieve(keys, Self.policy)
                }
            }
        }
    }

    @Test("On one account from one address wait ever longer, and no more after a success")
    func pair() async throws {
        let clock = ManualCount(0)
        let limiter = Self.limiter(nil, clock)
        let guess = AttemptSubject(account: "ada", address: "192.0.2.1")
        for _ in 0..<3 { _ = try await limiter.admit(tenant: one, subject: guess, policy: Self.policy) }
        for delay in [1, 2, 4, 8] {
            #expect(await wait(limiter, guess) == delay)
            clock.advance(by: delay * 1_000)
            let attempt = try await limiter.admit(tenant: one, subject: guess, policy: Self.policy)
            if delay == 8 { await attempt.succeeded() }
        }
        #expect(await wait(limiter, guess) == 0)
        // The same names on another site have never been tried.
        let elsewhere = try await limiter.admit(tenant: two, subject: guess, policy: Self.policy)
        await elsewhere.succeeded()
    }

    @Test("By a crowd on one account neither reach the owner's own address nor use up a new one's turn")
    func ownerIsNotLockedOut() async throws {
        let clock = ManualCount(0)
        let limiter = Self.limiter(nil, clock)
        let owner = AttemptSubject(account: "ada", address: "198.51.100.7")
        try await limiter.admit(tenant: one, subject: owner, policy: Self.policy).succeeded()
        for number in 0..<200 {
            let bot = AttemptSubject(account: "ada", address: "192.0.2.\(number)")
            _ = await wait(limiter, bot)
        }
        #expect(await wait(limiter, owner) == 0)
        let travelling = AttemptSubject(account: "ada", address: "203.0.113.9")
        let challenge = await wait(limiter, travelling)
        #expect((1...Self.policy.challengeMaxSeconds).contains(challenge))
        clock.advance(by: challenge * 1_000)
        // However many others ask meanwhile, the wait was this address's own.
        for number in 0..<50 {
            _ = await wait(limiter, AttemptSubject(account: "ada", address: "192.0.3.\(number)"))
        }
        try await limiter.admit(tenant: one, subject: travelling, policy: Self.policy).succeeded()
        #expect(await wait(limiter, travelling) == 0)
    }

    @Test("By one address on many accounts wait, and a success on one's own buys no more")
    func spraying() async throws {
        let clock = ManualCount(0)
        let limiter = Self.limiter(nil, clock)
        for number in 0..<6 {
            #expect(await wait(limiter, AttemptSubject(account: "a\(number)", address: "192.0.2.1")) == 0)
        }
        #expect(await wait(limiter, AttemptSubject(account: "next", address: "192.0.2.1")) == 1)
        clock.advance(by: 1_000)
        try await limiter.admit(
            tenant: one, subject: AttemptSubject(account: "own", address: "192.0.2.1"), policy: Self.policy
        ).succeeded()
        #expect(await wait(limiter, AttemptSubject(account: "next", address: "192.0.2.1")) == 0)
        #expect(await wait(limiter, AttemptSubject(account: "more", address: "192.0.2.1")) == 2)
    }

    @Test("Many at once by two processes are counted one by one, in a round trip each")
    func atOnce() async throws {
        try await OwnRedis.with(clients: 2) { own in
            let limiters = own.clients.map {
                AttemptLimiter(redis: $0, redisDeadline: .seconds(60), logger: TestServer.logger)
            }
            let slow = AttemptPolicy("slow", firstDelaySeconds: 500, pairFree: 7)
            let subject = AttemptSubject(account: "ada", address: "192.0.2.1")
            let admitted = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask { [one] in
                        (try? await limiters[number % 2].admit(tenant: one, subject: subject, policy: slow)) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(admitted == 7)
            let trips = try await own.roundTrips {
                for number in 0..<10 {
                    let subject = AttemptSubject(account: "b\(number)", address: "192.0.2.2")
                    _ = try await limiters[0].admit(tenant: one, subject: subject, policy: slow)
                }
            }
            #expect(trips == 10)
        }
    }

    @Test("Are slowed by each process while Redis is away, and the answer is no outage")
    func outage() async throws {
        try await OwnRedis.with { own in
            let limiter = AttemptLimiter(redis: own.client, redisDeadline: .seconds(60), logger: TestServer.logger)
            let slow = AttemptPolicy("slow", firstDelaySeconds: 500, pairFree: 2)
            let subject = AttemptSubject(account: "ada", address: "192.0.2.1")
            await own.server.kill9()
            for _ in 0..<2 { _ = try await limiter.admit(tenant: one, subject: subject, policy: slow) }
            let problem = await #expect(throws: Problem.self) {
                _ = try await limiter.admit(tenant: one, subject: subject, policy: slow)
            }
            #expect(problem?.code == "attempts.too_many")
            #expect(problem?.status == 429)
            #expect((499...500).contains(problem?.retryAfterSeconds ?? 0))
        }
    }

    @Test("Leave no account's name in the keys")
    func keys() {
        let keys = AttemptKeys(
            tenant: one, subject: AttemptSubject(account: "ada@example.com", address: "192.0.2.1"), policy: Self.policy)
        for key in keys.all {
            #expect(key.hasPrefix("{\(one)}:attempt:test:"))
            #expect(!key.contains("ada"))
        }
        #expect(Set(keys.all).count == 4)
    }

    /// Seconds to wait; 0 when the attempt was let through.
    private func wait(_ limiter: AttemptLimiter, _ subject: AttemptSubject) async -> Int {
        await Self.attempt(limiter, one, subject).wait
    }

    private static func attempt(
        _ limiter: AttemptLimiter, _ tenant: TenantID, _ subject: AttemptSubject
    ) async -> (attempt: Attempt?, wait: Int) {
        do {
            return (try await limiter.admit(tenant: tenant, subject: subject, policy: policy), 0)
        } catch {
            return (nil, error.retryAfterSeconds ?? -1)
        }
    }

    private static func limiter(_ client: RedisClient?, _ clock: ManualCount) -> AttemptLimiter {
        let watch = RedisWatch(redis: client, deadline: .seconds(60), without: "tests", logger: TestServer.logger)
        return AttemptLimiter(
            watch: watch, localMilliseconds: { clock.value }, givenMilliseconds: { clock.value })
    }
}
