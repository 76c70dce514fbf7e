/// How much and how long: every bound of the room in one place.
package struct NameLookupLimits: Sendable {
    /// One question to one server; the wait doubles with each round over the servers.
    package var tryMilliseconds: Int32 = 1_500
    package var triesMax: Int32 = 3
    /// A question, all its tries together.
    package var questionTimeout: Duration = .seconds(8)
    /// Questions that wait or are on their way; further ones fail at once.
    package var questionsMax = 256
    /// What a server may send without TCP: fits every path unfragmented (DNS flag day 2020).
    package var datagramBytesMax: Int32 = 1_232

    package init() {}
}
