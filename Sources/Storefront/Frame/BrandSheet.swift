import Tenancy

/// A brand's tokens under the names by which the families' style sheets call them.
enum BrandSheet {
    static func css(_ branding: BrandingDefinition) -> String { branding.stylesheet + aliases }

    /// References follow the tokens into the dark palette and back, so they are written once.
    private static let aliases: String = {
        let colours = ColourToken.allCases.map { token in
            "--\(token.property.dropFirst("--color-".count)): var(\(token.property));"
        }
        return ":root {\n" + colours.joined(separator: "\n") + "\n--font-body: var(--font-text);\n}\n"
    }()
}
