import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Tenancy

@Suite("Ownership of a host, as a table")
struct DomainOwnershipTests {
    private let start = Date(timeIntervalSince1970: 1_780_315_200)
    private static let proofs: [DomainProof] = [.proved(.dns), .proved(.http), .absent, .undecided]

    private func after(_ state: DomainOwnership, _ proof: DomainProof, _ seconds: Double, free: Bool = true)
        -> DomainOwnership
    {
        state.after(proof, at: start.addingTimeInterval(seconds), claimedAt: start, isFree: free)
    }

    @Test("A proof makes it one's own, unless another owns it")
    func proves() {
        #expect(after(.pending, .proved(.dns), 10) == .verified)
        #expect(after(.pending, .proved(.dns), 10, free: false) == .pending)
        #expect(after(.failing(since: start), .proved(.http), 10) == .verified)
    }

    @Test("Decay counts from the first failure, not from the last proof nor the last check")
    func decay() {
        let limit = DomainTerms.failingSecondsMax
        let failing = after(.verified, .absent, 100)
        #expect(failing == .failing(since: start.addingTimeInterval(100)))
        #expect(after(failing, .absent, 100 + limit - 1) == failing)
        #expect(after(failing, .absent, 100 + limit) == .lost(at: start.addingTimeInterval(100 + limit)))
    }

    @Test("Silence neither begins a decay nor ends it")
    func silence() {
        let long = DomainTerms.failingSecondsMax * 3
        #expect(after(.verified, .undecided, long) == .verified)
        let failing = DomainOwnership.failing(since: start)
        #expect(after(failing, .undecided, long) == failing)
        #expect(after(failing, .absent, long).isLost)
    }

    @Test("Recovery starts the count anew")
    func recovery() {
        let limit = DomainTerms.failingSecondsMax
        let failing = after(.verified, .absent, 0)
        let recovered = after(failing, .proved(.dns), limit - 1)
        let again = after(recovered, .absent, limit)
        #expect(again == .failing(since: start.addingTimeInterval(limit)))
        #expect(after(again, .absent, 2 * limit - 1) == again)
    }

    @Test("A claim that nobody proves is lost after its time, and what is lost stays lost")
    func lapses() {
        let limit = DomainTerms.pendingSecondsMax
        #expect(after(.pending, .undecided, limit - 1) == .pending)
        #expect(after(.pending, .undecided, limit).isLost && after(.pending, .absent, limit).isLost)
        for proof in Self.proofs {
            #expect(after(.lost(at: start), proof, 5) == .lost(at: start))
        }
    }

    @Test(
        "Whatever is seen in whatever order: owned only by proof, lost only by absence for long enough",
        arguments: 1...200)
    func anyCourse(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var (state, now) = (DomainOwnership.pending, 0.0)
        var firstFailure: Double?
        for _ in 0..<60 {
            now += Double.random(in: 1...(3 * 86_400), using: &generator)
            let proof = Self.proofs.randomElement(using: &generator) ?? .absent
            let isFree = Bool.random(using: &generator)
            let next = after(state, proof, now, free: isFree)
            let isProved = proof == .proved(.dns) || proof == .proved(.http)
            if next.isOwned && !state.isOwned { #expect(isProved && isFree) }
            if state.isOwned && isProved { firstFailure = nil }
            if state.isOwned && proof == .absent { firstFailure = firstFailure ?? now }
            if state.isOwned && next.isLost {
                #expect(now - (firstFailure ?? now) >= DomainTerms.failingSecondsMax && proof == .absent)
            }
            if state.isOwned, let firstFailure, proof == .absent {
                #expect(next.isLost == (now - firstFailure >= DomainTerms.failingSecondsMax))
            }
            if !next.isOwned { firstFailure = nil }
            state = next
        }
    }

    @Test("Looks become rarer while a claim waits, come hourly while a proof is gone, daily while it stands")
    func schedule() throws {
        func pause(_ state: DomainOwnership, _ proof: DomainProof, vain: Int = 1, chance: Double = 0.5) throws -> Double
        {
            try #require(DomainTerms.nextCheck(state, proof, vain: vain, at: start, chance: chance))
                .timeIntervalSince(start)
        }
        let pauses = try (1...12).map { try pause(.pending, .absent, vain: $0) }
        #expect(pauses.prefix(4) == [60, 120, 240, 480] && pauses.last == 6 * 3600)
        #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(try pause(.pending, .absent, vain: 100_000) == 6 * 3600)
        #expect(try pause(.failing(since: start), .absent) == 3600)
        #expect(try pause(.verified, .proved(.dns)) == 86_400)
        #expect(try pause(.verified, .undecided) == 3600)
        #expect(DomainTerms.nextCheck(.lost(at: start), .absent, vain: 0, at: start, chance: 0.5) == nil)
        #expect(try abs(pause(.verified, .proved(.dns), chance: 0) - 86_400 * 0.9) < 0.001)
        #expect(try abs(pause(.verified, .proved(.dns), chance: 1) - 86_400 * 1.1) < 0.001)
    }
}
