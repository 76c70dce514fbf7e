/// The legal pages that a partner's site shows in its footer.
package enum PageKind: String, CaseIterable, Hashable, Sendable, Codable, CodingKeyRepresentable {
    case terms
    case privacy
    case cookies
    case imprint
    case accessibility
}
