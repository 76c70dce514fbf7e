/// A brand as custom properties for a hashed style sheet. Every value is written from a typed one,
/// so nothing that a tenant typed can end a declaration.
extension BrandingDefinition {
    /// The colours of one palette: `--background: #fbf9f4;` and so on, one a line.
    package func cssVariables(_ scheme: ColourScheme) -> String {
        let colours = palette(scheme)
        return
            (["color-scheme: \(scheme.rawValue);"]
            + ColourToken.allCases.map { "\($0.property): \(colours[$0]);" }).joined(separator: "\n")
    }

    /// What both palettes share: faces, sizes, shape and room.
    package var cssMeasures: String {
        """
        --font-body: \(typography.text.families);
        --font-display: \(typography.display.families);
        --font-size: \(Self.thousandths(typography.sizePixels * 1000 / 16))rem;
        --font-scale: \(Self.thousandths(typography.scalePercent * 10));
        --radius: \(radiusPixels)px;
        --space: \(density.space)rem;
        """
    }

    /// The whole sheet: the preferred palette first, the other by the visitor's system when the brand says `auto`,
    /// and either by `data-scheme` on the root element when the visitor chose.
    package var stylesheet: String {
        let first: ColourScheme = colourScheme == .dark ? .dark : .light
        func variables(_ scheme: ColourScheme) -> String { "\(cssVariables(scheme))\n\(Self.cssLogo(scheme))" }
        var rules = [":root {\n\(cssMeasures)\n\(variables(first))\n}"]
        if colourScheme == .auto {
            rules.append("@media (prefers-color-scheme: dark) {\n:root {\n\(variables(.dark))\n}\n}")
        }
        for scheme in ColourScheme.allCases {
            rules.append(":root[data-scheme=\"\(scheme.rawValue)\"] {\n\(variables(scheme))\n}")
        }
        return rules.joined(separator: "\n") + "\n"
    }

    /// Which of two logos is seen: a page holds both, since only the browser knows its palette.
    private static func cssLogo(_ scheme: ColourScheme) -> String {
        ColourScheme.allCases.map { "--logo-\($0.rawValue): \($0 == scheme ? "block" : "none");" }
            .joined(separator: "\n")
    }

    /// `1.0625` without a binary fraction's tail: 1250 is `1.25`.
    private static func thousandths(_ value: Int) -> String {
        let fraction = String(value % 1000 + 1000).dropFirst()
        return "\(value / 1000).\(fraction)"
    }
}

extension Density {
    fileprivate var space: String {
        switch self {
        case .compact: "0.75"
        case .regular: "1"
        case .roomy: "1.25"
        }
    }
}
