import Localization
import Tenancy
import Vocabulary
import Web

/// How a look looks on the console: its colours, a page's likeness in each, and what is wrong with them.
struct BrandSight: Sendable {
    let seat: Seat

    init(_ seat: Seat) { self.seat = seat }

    /// Which pair stands in the way, and by how much.
    func explained(_ faults: [ContrastFault]) -> [Link] {
        faults.map { fault in
            Link(
                seat.t(
                    "console.brand.contrast_fault",
                    [
                        "front": .text(name(fault.pair.foreground)), "back": .text(name(fault.pair.background)),
                        "palette": .text(name(fault.scheme)), "ratio": .text(fault.ratioText),
                        "needed": .text(fault.neededText),
                    ]), "#field-\(BrandEntry.name(fault.scheme, fault.pair.foreground))")
        }
    }

    /// What would do, once for each colour.
    func nearest(_ faults: [ContrastFault]) -> [Fact] {
        var seen: Set<String> = []
        let offers = faults.filter { seen.insert(BrandEntry.name($0.scheme, $0.pair.foreground)).inserted }
        return offers.map { Fact(name($0.pair.foreground, $0.scheme), .colour($0.nearestPassing.description)) }
    }

    /// Beside the colour that is too close to others: to which, the worst of it, and what would do.
    func note(_ faults: [ContrastFault], on token: ColourToken, _ scheme: ColourScheme) -> String? {
        let own = faults.filter { $0.scheme == scheme && $0.pair.foreground == token }
        guard let worst = own.min(by: { $0.ratio / $0.pair.ratioMin < $1.ratio / $1.pair.ratioMin }) else { return nil }
        return seat.t(
            "console.brand.contrast_note",
            [
                "backs": .text(seat.words.formats.list(own.map { name($0.pair.background) })),
                "ratio": .text(worst.ratioText), "needed": .text(worst.neededText),
                "colour": .text(Self.leftToRight(worst.nearestPassing.description)),
            ])
    }

    /// A code keeps its order within a sentence that reads from the right (Unicode's isolates).
    private static func leftToRight(_ code: String) -> String { "\u{2066}\(code)\u{2069}" }

    func palettes(_ branding: BrandingDefinition) -> Table {
        Table(
            caption: seat.t("console.setup.colours"),
            [seat.t("console.brand.token_name"), name(ColourScheme.light), name(ColourScheme.dark)],
            ColourToken.allCases.map { token in
                [
                    Cell(name(token)), .colour(branding.light[token].description),
                    .colour(branding.dark[token].description),
                ]
            })
    }

    /// Light, dark, right to left, and as wide as a telephone.
    func specimens(_ branding: BrandingDefinition) -> [Sheet] {
        [
            specimen("light", branding, branding.light, width: 420),
            specimen("dark", branding, branding.dark, width: 420),
            specimen("rtl", branding, branding.light, width: 420, isMirrored: true),
            specimen("phone", branding, branding.light, width: 250),
        ]
    }

    private func specimen(
        _ word: String, _ branding: BrandingDefinition, _ palette: Palette, width: Int, isMirrored: Bool = false
    ) -> Sheet {
        let inset = 16
        let isFromRight = isMirrored != (seat.words.direction == .rightToLeft)
        func x(_ from: Int, _ size: Int = 0) -> Int { isFromRight ? width - from - size : from }
        // An anchor at the start lies where the page's own direction begins.
        let anchor = isMirrored ? "end" : "start"
        return [
            "label": seat.t("console.brand.specimen_\(word)"), "width": width, "inset": inset,
            "measure": width - 2 * inset, "radius": branding.radiusPixels, "mark": x(24), "start": x(32),
            "button": x(inset, 112), "press": x(inset + 56), "anchor": anchor,
            "background": palette[.background].description, "surface": palette[.surface].description,
            "raised": palette[.surfaceRaised].description, "border": palette[.border].description,
            "ink": palette[.text].description, "muted": palette[.textMuted].description,
            "link": palette[.link].description, "accent": palette[.accent].description,
            "accent_text": palette[.accentText].description, "heading": seat.t("console.brand.sample_heading"),
            "sentence": seat.t("console.brand.sample_sentence"), "way": seat.t("console.brand.sample_link"),
            "deed": seat.t("console.brand.sample_button"),
        ]
    }

    func name(_ token: ColourToken, _ scheme: ColourScheme) -> String {
        seat.t("console.brand.token_in", ["token": .text(name(token)), "palette": .text(name(scheme))])
    }

    private func name(_ token: ColourToken) -> String { seat.t("console.brand.token.\(token.rawValue)") }
    private func name(_ scheme: ColourScheme) -> String { seat.t("console.brand.palette_\(scheme.rawValue)") }
}
