internal import Foundation
internal import Yams

/// Reads `branding.yml` with its pictures and holds both palettes against the contrast gate.
struct BrandingFile {
    let definition: BrandingDefinition
    /// The files that it names.
    var pictures: Set<String> { Set(definition.assets.map(\.name)) }

    private static let keys = ["layout", "colour_scheme", "density", "motif", "shape", "typography", "files", "tokens"]

    init?(_ document: YAMLField, files: FolderFiles) {
        guard let fields = YAMLFields(document, keys: Self.keys) else { return nil }
        let layout: BrandLayout? = fields.required("layout").flatMap { $0.choice() }
        let scheme: SchemePreference? = fields.required("colour_scheme").flatMap { $0.choice() }
        let density: Density? = fields.required("density").flatMap { $0.choice() }
        let motif: Motif? = fields.required("motif").flatMap { $0.choice() }
        let radius = fields.required("shape").flatMap(Self.radius)
        let typography = fields.required("typography").flatMap(Self.typography)
        let pictures = fields.required("files").flatMap { Pictures($0, files: files) }
        let palettes = fields.required("tokens").flatMap(Self.palettes)
        guard let layout, let scheme, let density, let motif, let radius, let typography, let pictures, let palettes
        else { return nil }
        self.definition = BrandingDefinition(
            layout: layout, colourScheme: scheme, density: density, motif: motif, radiusPixels: radius,
            typography: typography, logo: pictures.logo, logoDark: pictures.logoDark, favicon: pictures.favicon,
            socialImage: pictures.socialImage, light: palettes.light, dark: palettes.dark)
    }

    private static func radius(_ field: YAMLField) -> Int? {
        YAMLFields(field, keys: ["radius_pixels"])?.required("radius_pixels").flatMap {
            $0.integer(BrandingDefinition.radiusPixelsRange, unit: "pixels")
        }
    }

    private static func typography(_ field: YAMLField) -> Typography? {
        guard let fields = YAMLFields(field, keys: ["text", "display", "size_pixels", "scale_percent"]) else {
            return nil
        }
        let text: FontStack? = fields.required("text").flatMap { $0.choice() }
        let display: FontStack? = fields.required("display").flatMap { $0.choice() }
        let size = fields.required("size_pixels").flatMap { $0.integer(Typography.sizePixelsRange, unit: "pixels") }
        let scale = fields.required("scale_percent").flatMap {
            $0.integer(Typography.scalePercentRange, unit: "percent")
        }
        guard let text, let display, let size, let scale else { return nil }
        return Typography(text: text, display: display, sizePixels: size, scalePercent: scale)
    }

    private static func palettes(_ field: YAMLField) -> (light: Palette, dark: Palette)? {
        guard let fields = YAMLFields(field, keys: ColourScheme.allCases.map(\.rawValue)) else { return nil }
        let light = fields.required("light").flatMap { palette($0, .light) }
        let dark = fields.required("dark").flatMap { palette($0, .dark) }
        guard let light, let dark else { return nil }
        return (light, dark)
    }

    private static func palette(_ field: YAMLField, _ scheme: ColourScheme) -> Palette? {
        guard let fields = YAMLFields(field, keys: ColourToken.allCases.map(\.rawValue)) else { return nil }
        var colours: [ColourToken: Colour] = [:]
        for token in ColourToken.allCases {
            colours[token] = fields.required(token.rawValue).flatMap { field in
                field.value("a colour as \"#rrggbb\"") { Colour($0) }
            }
        }
        guard let palette = Palette(colours) else { return nil }
        for fault in ContrastGate.check(palette, scheme) {
            fields.optional(fault.pair.foreground.rawValue)?.fault(fault.description)
        }
        return palette
    }
}

/// The `files` part of `branding.yml`: names, and the pictures behind them.
private struct Pictures {
    let logo: BrandAsset
    let logoDark: BrandAsset?
    let favicon: BrandAsset
    let socialImage: BrandAsset?

    init?(_ field: YAMLField, files: FolderFiles) {
        guard let fields = YAMLFields(field, keys: ["logo", "logo_dark", "favicon", "social_image"]) else { return nil }
        let logo = fields.required("logo").flatMap { Self.asset($0, files) }
        let favicon = fields.required("favicon").flatMap { Self.asset($0, files) }
        let logoDark = fields.optional("logo_dark").flatMap { Self.asset($0, files) }
        let socialImage = fields.optional("social_image").flatMap { Self.asset($0, files) }
        guard let logo, let favicon else { return nil }
        self.logo = logo
        self.logoDark = logoDark
        self.favicon = favicon
        self.socialImage = socialImage
    }

    private static func asset(_ field: YAMLField, _ files: FolderFiles) -> BrandAsset? {
        let name = field.value("a file of this folder in small letters, ending in .svg or .png") { text in
            BrandAsset.format(of: text) == nil ? nil : text
        }
        guard let name else { return nil }
        guard files.paths.contains(name) else {
            return field.refuse(
                "expected a file of this folder, found no `\(name)`\(NearestName.hint(name, among: files.paths))")
        }
        guard let bytes = files.bytes(name, max: BrandAsset.bytesMax), let asset = BrandAsset(name: name, bytes: bytes)
        else { return nil }
        for fault in asset.faults() {
            files.sink.add(FolderFault(file: name, line: fault.line ?? 1, message: fault.message))
        }
        return asset
    }
}
