/// Asks again and again, giving way between, until the answer is yes or `limit` is over: for what
/// another process or task brings about and tells nobody.
package func comesTrue(
    within limit: Duration = .seconds(20), _ condition: () async throws -> Bool
) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await condition() { return true }
        await Task.yield()
    }
    return false
}
