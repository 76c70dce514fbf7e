import Breakers
import Testing

@Suite("A breaker's machine, by a clock of the test's own")
struct BreakerStateTests {
    private static let policy: BreakerPolicy = {
        var policy = BreakerPolicy()
        policy.windowMilliseconds = 1_000
        policy.failuresMin = 3
        policy.failuresPercent = 50
        policy.openMilliseconds = 500
        policy.probesMax = 2
        policy.successesToClose = 2
        policy.probeMilliseconds = 200
        return policy
    }()

    private var state = BreakerState(policy: policy)

    private mutating func call(_ outcome: CallOutcome, at now: Int) throws {
        guard case .pass(let pass) = state.admit(now: now) else { throw Refused() }
        state.report(pass, outcome, now: now)
    }

    private mutating func opened(at now: Int) throws {
        for _ in 0..<3 { try call(.failed, at: now) }
        #expect(state.phase == .open)
    }

    @Test("It opens at the failure that makes them too many, refuses, and says for how long")
    mutating func opens() throws {
        try call(.failed, at: 0)
        try call(.failed, at: 10)
        #expect(state.phase == .closed)
        try call(.failed, at: 20)
        #expect(state.phase == .open)
        #expect(state.admit(now: 120) == .refused(retryMilliseconds: 400))
    }

    @Test("Failures among many successes do not open it")
    mutating func share() throws {
        for index in 0..<10 { try call(.succeeded, at: index) }
        for index in 10..<19 { try call(.failed, at: index) }
        #expect(state.phase == .closed)
        try call(.failed, at: 19)
        #expect(state.phase == .open)
    }

    @Test("Failures of another window do not count, and neither do calls that nobody waited for")
    mutating func windows() throws {
        try call(.failed, at: 0)
        try call(.failed, at: 1)
        try call(.abandoned, at: 2)
        try call(.failed, at: 1_000)
        #expect(state.phase == .closed)
    }

    @Test("Half open it lets few probes through at once")
    mutating func probes() throws {
        try opened(at: 0)
        guard case .pass = state.admit(now: 500), case .pass = state.admit(now: 501) else { throw Refused() }
        #expect(state.phase == .halfOpen)
        #expect(state.admit(now: 502) == .refused(retryMilliseconds: 198))
    }

    @Test("Probes that succeed close it, and old failures are forgotten")
    mutating func closes() throws {
        try opened(at: 0)
        try call(.succeeded, at: 500)
        #expect(state.phase == .halfOpen)
        try call(.succeeded, at: 510)
        #expect(state.phase == .closed)
        try call(.failed, at: 520)
        try call(.failed, at: 530)
        #expect(state.phase == .closed)
    }

    @Test("A probe that fails opens it again for the whole time")
    mutating func reopens() throws {
        try opened(at: 0)
        try call(.succeeded, at: 500)
        try call(.failed, at: 600)
        #expect(state.phase == .open)
        #expect(state.admit(now: 1_099) == .refused(retryMilliseconds: 1))
        guard case .pass = state.admit(now: 1_100) else { throw Refused() }
    }

    @Test("A probe that does not come back loses its place, and its late word does not count")
    mutating func lostProbes() throws {
        try opened(at: 0)
        guard case .pass(let lost) = state.admit(now: 500), case .pass = state.admit(now: 500) else { throw Refused() }
        guard case .pass = state.admit(now: 700) else { throw Refused() }
        state.report(lost, .failed, now: 710)
        #expect(state.phase == .halfOpen)
    }

    @Test("A probe that nobody waited for gives its place back and decides nothing")
    mutating func abandonedProbes() throws {
        try opened(at: 0)
        for now in 500..<510 { try call(.abandoned, at: now) }
        #expect(state.phase == .halfOpen)
    }

    @Test("A call that went out before it opened says nothing of the time after")
    mutating func lateReports() throws {
        guard case .pass(let early) = state.admit(now: 0) else { throw Refused() }
        try opened(at: 1)
        try call(.succeeded, at: 501)
        state.report(early, .failed, now: 502)
        #expect(state.phase == .halfOpen)
    }

    private struct Refused: Error {}
}
