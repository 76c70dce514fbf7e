/// The places of a page that a brand may colour. A palette gives each of them one colour.
package enum ColourToken: String, CaseIterable, Hashable, Sendable, Codable, CodingKeyRepresentable {
    case background
    case surface
    case surfaceRaised = "surface_raised"
    case text
    case textMuted = "text_muted"
    case accent
    /// Text on `accent`.
    case accentText = "accent_text"
    case link
    /// The edge of a field or button: it must be seen.
    case border
    /// A line that only decorates: no requirement.
    case hairline
    case positive
    case onPositive = "on_positive"
    case warning
    case onWarning = "on_warning"
    case danger
    case onDanger = "on_danger"
    /// The ring around what has the focus.
    case focus

    /// The custom property in a style sheet: `--text-muted`.
    package var property: String { "--" + rawValue.replacing("_", with: "-") }
}

/// Which of a brand's two palettes.
package enum ColourScheme: String, CaseIterable, Hashable, Sendable, Codable {
    case light
    case dark
}

/// A colour for every token.
package struct Palette: Hashable, Sendable, Codable {
    private let colours: [ColourToken: Colour]

    /// Nil when a token has no colour.
    package init?(_ colours: [ColourToken: Colour]) {
        guard ColourToken.allCases.allSatisfy({ colours[$0] != nil }) else { return nil }
        self.colours = colours
    }

    /// The same with some colours changed.
    package func changed(_ changes: [ColourToken: Colour]) -> Palette {
        Palette(colours.merging(changes) { $1 }) ?? self
    }

    package subscript(token: ColourToken) -> Colour {
        // Both inits refuse a palette with a gap.
        colours[token] ?? .black
    }

    package init(from decoder: any Decoder) throws {
        let colours = try decoder.singleValueContainer().decode([ColourToken: Colour].self)
        guard let palette = Palette(colours) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a palette with a gap"))
        }
        self = palette
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(colours)
    }
}
