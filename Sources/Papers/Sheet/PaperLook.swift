package import Tenancy

/// A brand on paper, which is white: its light palette, its logo, and whether its letters have serifs. Faces are those
/// that the machine has for every script; a brand's own stack names what readers' machines have.
package struct PaperLook: Sendable, Hashable {
    package let accent: Colour
    package let text: Colour
    package let muted: Colour
    package let hairline: Colour
    /// Nil: the name stands there.
    package let logo: BrandAsset?
    package let hasSerifs: Bool

    package init(of branding: BrandingDefinition) {
        let palette = branding.light
        accent = palette[.accent]
        text = palette[.text]
        muted = palette[.textMuted]
        hairline = palette[.hairline]
        logo = branding.logo
        hasSerifs = branding.typography.text.hasSerifs
    }

    init(
        accent: Colour, text: Colour, muted: Colour, hairline: Colour, logo: BrandAsset?, hasSerifs: Bool
    ) {
        self.accent = accent
        self.text = text
        self.muted = muted
        self.hairline = hairline
        self.logo = logo
        self.hasSerifs = hasSerifs
    }

    /// The first that has a sign draws it.
    var families: String {
        hasSerifs
            ? "Noto Serif, Noto Naskh Arabic, Noto Serif CJK JP, Noto Sans, Noto Sans CJK JP"
            : "Noto Sans, Noto Sans Arabic, Noto Sans CJK JP"
    }
}

extension FontStack {
    fileprivate var hasSerifs: Bool {
        switch self {
        case .transitional, .oldStyle, .didone, .slab, .antique, .mincho, .naskh: true
        case .system, .humanist, .classicalHumanist, .geometric, .neoGrotesque, .industrial, .rounded, .gothic,
            .monospace:
            false
        }
    }
}
