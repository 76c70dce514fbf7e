import Testing

/// Asks again and again until the answer is yes; an issue is recorded when it never is.
func eventually(
    _ what: @autoclosure () -> Comment, within limit: Duration = .seconds(60), _ condition: () async throws -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await condition() { return }
        await Task.yield()
    }
    Issue.record(what(), sourceLocation: sourceLocation)
}
