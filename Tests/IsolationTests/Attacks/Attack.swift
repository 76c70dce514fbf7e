import Postgres

/// Something the application's login tries, with one tenant's token, to reach another tenant's rows
/// or to leave a trap for whoever gets the connection next.
struct Attack: Sendable, CustomStringConvertible {
    enum Expectation: Sendable {
        /// The server refuses it, with this SQLSTATE.
        case refused(String)
        /// The last statement runs, and reads or changes no row.
        case blind
        /// It runs and is the attacker's own affair; what counts is what it leaves behind.
        case harmless
        /// Our side closes the connection over it.
        case cutOff
    }

    enum Means: Sendable {
        /// One after the other in one transaction, as a feature's statements travel.
        case statements(@Sendable (Arena) -> [SQL])
        /// The simple protocol, after a transaction with the tenant's context was begun; it may end it.
        case script(@Sendable (Arena) -> String)
    }

    /// Made for the backend it is sent to.
    typealias Token = @Sendable (Arena, _ backendPID: Int32) -> String

    static let insufficientPrivilege = "42501"

    let description: String
    let expectation: Expectation
    let means: Means
    /// Nil: the valid one that the application itself would send.
    let token: Token?

    var endsConnection: Bool { if case .cutOff = expectation { true } else { false } }

    init(
        _ description: String, _ expectation: Expectation, token: Token? = nil,
        _ statements: @escaping @Sendable (Arena) -> [SQL]
    ) {
        self.init(description, expectation, token: token, means: .statements(statements))
    }

    static func script(
        _ description: String, _ expectation: Expectation, _ text: @escaping @Sendable (Arena) -> String
    ) -> Attack {
        Attack(description, expectation, token: nil, means: .script(text))
    }

    /// A statement that lacks the right; most attacks end here.
    static func forbidden(_ description: String, _ statement: @escaping @Sendable (Arena) -> SQL) -> Attack {
        Attack(description, .refused(insufficientPrivilege)) { [statement($0)] }
    }

    private init(_ description: String, _ expectation: Expectation, token: Token?, means: Means) {
        self.description = description
        self.expectation = expectation
        self.token = token
        self.means = means
    }

    static let all: [Attack] =
        TokenAttacks.all + SettingAttacks.all + SessionAttacks.all + DefinitionAttacks.all
        + ReadingAttacks.all + ReachAttacks.all + WritingAttacks.all + AcceptedAttacks.all
}
