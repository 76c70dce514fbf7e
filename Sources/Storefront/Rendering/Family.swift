/// The five ways a partner's site can be built up. A family is structure, type and rhythm;
/// colour comes from the partner's own tokens.
package enum Family: String, CaseIterable, Sendable {
    /// Centred, serif, generous: an invitation card.
    case club
    /// Compact columns and rows of figures: a timetable.
    case dense
    /// A sidebar of dealings beside framed panels: an account book, right to left first.
    case ledger
    /// A wide horizon, stations along a line.
    case north
    /// Dark first, big type, playful shapes.
    case nocturne

    /// Whether the search form stands beside every page that has one, so that the page need not repeat it.
    var searchBeside: Bool { self == .ledger }

    /// The template of this family for a part that differs between families.
    func partial(_ part: String) -> String { "\(rawValue)/\(part)" }
}
