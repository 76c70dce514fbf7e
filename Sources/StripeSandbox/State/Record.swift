/// One thing that the sandbox knows, as it is kept in the journal.
protocol Record: Codable, Sendable, Equatable {
    /// Names the shelf in the journal.
    static var kind: String { get }
    /// Whether it is ever listed by account.
    static var isListed: Bool { get }
    var id: String { get }
    /// Whose it is.
    var account: String { get }
    /// Seconds since 1970 by the sandbox's clock.
    var created: Int { get }
}

extension Record {
    static var isListed: Bool { true }
}
