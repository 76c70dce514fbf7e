/// Where a breaker's state stands: in this process, or in Redis for all of them. One suite of tests holds
/// both to the same behaviour.
protocol BreakerBoard: Sendable {
    func admit() async throws -> (admission: Admission, phase: BreakerPhase)
    func report(_ pass: Pass, _ outcome: CallOutcome) async throws -> BreakerPhase
}
