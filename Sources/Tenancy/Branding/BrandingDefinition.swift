/// How a tenant looks, as its `branding.yml` and the pictures beside it say. A release freezes one of these.
package struct BrandingDefinition: Hashable, Sendable, Codable {
    package let layout: BrandLayout
    package let colourScheme: SchemePreference
    package let density: Density
    package let motif: Motif
    /// Corner radius of cards and controls.
    package let radiusPixels: Int
    package let typography: Typography
    package let logo: BrandAsset
    /// Shown on the dark palette; without it `logo` serves both.
    package let logoDark: BrandAsset?
    package let favicon: BrandAsset
    package let socialImage: BrandAsset?
    package let light: Palette
    package let dark: Palette

    package static let radiusPixelsRange = 0...28

    package init(
        layout: BrandLayout, colourScheme: SchemePreference, density: Density, motif: Motif, radiusPixels: Int,
        typography: Typography, logo: BrandAsset, logoDark: BrandAsset?, favicon: BrandAsset, socialImage: BrandAsset?,
        light: Palette, dark: Palette
    ) {
        self.layout = layout
        self.colourScheme = colourScheme
        self.density = density
        self.motif = motif
        self.radiusPixels = radiusPixels
        self.typography = typography
        self.logo = logo
        self.logoDark = logoDark
        self.favicon = favicon
        self.socialImage = socialImage
        self.light = light
        self.dark = dark
    }

    /// The same look in other colours.
    package func recoloured(light: Palette, dark: Palette) -> BrandingDefinition {
        BrandingDefinition(
            layout: layout, colourScheme: colourScheme, density: density, motif: motif, radiusPixels: radiusPixels,
            typography: typography, logo: logo, logoDark: logoDark, favicon: favicon, socialImage: socialImage,
            light: light, dark: dark)
    }

    package func palette(_ scheme: ColourScheme) -> Palette { scheme == .light ? light : dark }

    /// Every picture, for storing and serving.
    package var assets: [BrandAsset] { [logo, logoDark, favicon, socialImage].compactMap(\.self) }

    private enum CodingKeys: String, CodingKey {
        case layout, density, motif, typography, logo, favicon, light, dark
        case colourScheme = "colour_scheme"
        case radiusPixels = "radius_pixels"
        case logoDark = "logo_dark"
        case socialImage = "social_image"
    }
}

/// The family of page layouts: partners differ in more than colour.
package enum BrandLayout: String, CaseIterable, Hashable, Sendable, Codable {
    case club
    case dense
    case ledger
    case north
    case nocturne
}

/// Which palette a visitor sees first; `auto` follows the visitor's system.
package enum SchemePreference: String, CaseIterable, Hashable, Sendable, Codable {
    case auto
    case light
    case dark
}

/// How much room things have around them.
package enum Density: String, CaseIterable, Hashable, Sendable, Codable {
    case compact
    case regular
    case roomy
}

/// The drawing behind the first words of the home page.
package enum Motif: String, CaseIterable, Hashable, Sendable, Codable {
    case none
    case rays
    case waves
    case arches
    case peaks
    case orbits
}

/// A brand's faces and sizes.
package struct Typography: Hashable, Sendable, Codable {
    package static let sizePixelsRange = 14...20
    package static let scalePercentRange = 110...150

    package let text: FontStack
    package let display: FontStack
    /// Running text at the browser's default zoom.
    package let sizePixels: Int
    /// Each heading's size over the one below it.
    package let scalePercent: Int

    package init(text: FontStack, display: FontStack, sizePixels: Int, scalePercent: Int) {
        self.text = text
        self.display = display
        self.sizePixels = sizePixels
        self.scalePercent = scalePercent
    }

    private enum CodingKeys: String, CodingKey {
        case text, display
        case sizePixels = "size_pixels"
        case scalePercent = "scale_percent"
    }
}
