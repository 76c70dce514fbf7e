/// What the servers said about one name and type.
package struct NameAnswer<Record: Sendable & Equatable>: Sendable, Equatable {
    /// Empty when there is no such name, or the name has nothing of this type.
    package let records: [Record]
    /// False when there is no such name at all (NXDOMAIN).
    package let nameExists: Bool
    /// How long the answer may be kept: the shortest of its records, 0 when there are none.
    package let secondsToLive: Int

    package init(records: [Record], nameExists: Bool, secondsToLive: Int) {
        self.records = records
        self.nameExists = nameExists
        self.secondsToLive = secondsToLive
    }
}

/// A host that takes a domain's mail; the lowest preference is tried first.
package struct MailExchange: Sendable, Hashable {
    package let preference: Int
    /// Empty when the domain says that it takes no mail (RFC 7505).
    package let host: String

    package init(preference: Int, host: String) {
        self.preference = preference
        self.host = host
    }
}
