/// One thing that a check looked for, told so that whoever set it up sees what to mend: what was found, what was
/// expected, and where.
package struct DomainFinding: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable { case dns, http, routing, certificate }
    package enum Verdict: String, Codable, Sendable { case right, wrong, undecided }

    /// Stable words for why; pages say them in the reader's language.
    package enum Reason: String, Codable, Sendable, CaseIterable {
        case noSuchName = "no_such_name"
        case noRecord = "no_record"
        case otherValue = "other_value"
        case lookupFailed = "lookup_failed"
        case addressRefused = "address_refused"
        case redirected
        case status
        case unreachable
        case timedOut = "timed_out"
        case malformed
        case certificateRefused = "certificate_refused"
        /// Proved, but another partner owns the host.
        case ownedElsewhere = "owned_elsewhere"
        case looksLikeAnother = "looks_like_another"
    }

    package let kind: Kind
    package let verdict: Verdict
    /// `TXT _travelhub-challenge.www.example.com`, `http://www.example.com/.well-known/…`
    package let place: String
    package let expected: [String]
    package let found: [String]
    package let reason: Reason?

    /// A stranger's words are kept in part only.
    static let foundMax = 6
    static let foundCharactersMax = 120

    init(
        _ kind: Kind, _ verdict: Verdict, at place: String, expected: [String], found: [String], reason: Reason? = nil
    ) {
        self.kind = kind
        self.verdict = verdict
        self.place = place
        self.expected = expected
        self.found = found.prefix(Self.foundMax).map(Self.shown)
        self.reason = reason
    }

    private static func shown(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(foundCharactersMax).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                Unicode.Scalar(0xFFFD) ?? scalar
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
