/// What somebody of the staff may do: an area of the site's affairs, to look at or to change.
package struct StaffRight: Hashable, Sendable, CustomStringConvertible {
    package enum Level: String, Hashable, Sendable, CaseIterable {
        case read
        /// Includes reading.
        case write
    }

    package let area: StaffArea
    package let level: Level

    package init(_ area: StaffArea, _ level: Level) {
        self.area = area
        self.level = level
    }

    /// `audit:read`, as keys and problems write it; nil for a word that is none.
    package init?(_ text: String) {
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count == 2, let area = StaffArea(rawValue: String(halves[0])),
            let level = Level(rawValue: String(halves[1]))
        else { return nil }
        self.init(area, level)
    }

    package var description: String { "\(area.rawValue):\(level.rawValue)" }

    /// Areas in their order, reading before changing.
    package static let all: [StaffRight] = StaffArea.allCases.flatMap { area in
        Level.allCases.map { StaffRight(area, $0) }
    }
}

extension Set<StaffRight> {
    /// Who may change a thing may look at it.
    package func allow(_ right: StaffRight) -> Bool {
        contains(right) || (right.level == .read && contains(StaffRight(right.area, .write)))
    }

    /// In the order of the areas.
    package var inOrder: [StaffRight] { StaffRight.all.filter(contains) }
}

/// The affairs of a site that its staff looks after.
package enum StaffArea: String, Hashable, Sendable, CaseIterable {
    case site
    case branding
    case texts
    case domains
    case bookings
    case staff
    case keys
    case audit
    case jobs
    case mail
    /// The books, and what is paid to whom.
    case finance
}
