internal import Foundation

/// What somebody changes of a look; what it does not name stays as it is.
package struct BrandChange: Sendable {
    package enum Picture: Sendable {
        case put(BrandAsset)
        /// A place that may be empty is empty then; where a picture has to be, one is drawn from the name.
        case takenAway
    }

    package var layout: BrandLayout?
    package var colourScheme: SchemePreference?
    package var density: Density?
    package var motif: Motif?
    package var radiusPixels: Int?
    package var textFont: FontStack?
    package var displayFont: FontStack?
    package var sizePixels: Int?
    package var scalePercent: Int?
    package var pictures: [BrandPicture: Picture] = [:]
    package var light: [ColourToken: Colour] = [:]
    package var dark: [ColourToken: Colour] = [:]

    package init() {}
}

extension BrandingDefinition {
    /// - Parameter name: the partner's, for the letter that stands in for a picture.
    package func changed(by change: BrandChange, name: String) -> BrandingDefinition {
        let (light, dark) = (light.changed(change.light), dark.changed(change.dark))
        func drawn(_ palette: Palette) -> BrandAsset? {
            BrandAsset(
                name: "logo\(palette == dark ? "-dark" : "").svg",
                bytes: Data(
                    SkeletonBrand.logo(
                        name, fill: "\(palette[.accent])", letter: "\(palette[.accentText])",
                        words: "\(palette[.text])"
                    ).utf8))
        }
        func picture(_ place: BrandPicture, else drawn: () -> BrandAsset?) -> BrandAsset? {
            switch change.pictures[place] {
            case nil: self[place]
            case .put(let asset): asset
            case .takenAway: drawn()
            }
        }
        var logoDark = picture(.logoDark) { nil }
        if case .takenAway = change.pictures[.logo], change.pictures[.logoDark] == nil { logoDark = drawn(dark) }
        return BrandingDefinition(
            layout: change.layout ?? layout, colourScheme: change.colourScheme ?? colourScheme,
            density: change.density ?? density, motif: change.motif ?? motif,
            radiusPixels: change.radiusPixels ?? radiusPixels,
            typography: Typography(
                text: change.textFont ?? typography.text, display: change.displayFont ?? typography.display,
                sizePixels: change.sizePixels ?? typography.sizePixels,
                scalePercent: change.scalePercent ?? typography.scalePercent),
            logo: picture(.logo) { drawn(light) } ?? logo, logoDark: logoDark,
            favicon: picture(.favicon) { monogram(name, light) } ?? favicon,
            socialImage: picture(.socialImage) { nil }, light: light, dark: dark)
    }

    private func monogram(_ name: String, _ palette: Palette) -> BrandAsset? {
        BrandAsset(
            name: "favicon.svg",
            bytes: Data(
                SkeletonBrand.monogram(name, fill: "\(palette[.accent])", letter: "\(palette[.accentText])").utf8))
    }
}
