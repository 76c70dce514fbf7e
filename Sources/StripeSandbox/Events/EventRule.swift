/// What is to be done to the next events, on request: a network's bad habits made certain.
struct EventRule: Sendable, Equatable {
    enum Action: String, Sendable, CaseIterable {
        /// Never sent.
        case lose
        /// Sent twice.
        case double
        /// Sent later.
        case delay
        /// Kept back until told.
        case hold
        /// Kept back until all that the rule is for have come, then sent last first.
        case reorder
    }

    let action: Action
    /// Empty: every type.
    let types: [String]
    /// Nil: every account.
    let account: String?
    var count: Int
    let seconds: Int
    /// What `reorder` has kept back so far.
    var kept: [String] = []

    func covers(_ type: String, _ account: String) -> Bool {
        count > 0 && (types.isEmpty || types.contains(type)) && (self.account == nil || self.account == account)
    }
}
