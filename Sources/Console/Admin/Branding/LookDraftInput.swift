import Foundation
import Tenancy
import Vocabulary
import Web

/// What a program changes of the look that is shown: all that the editor's form has, by the same names and rules. What
/// is left out stays.
struct LookDraftInput: Input {
    let change: BrandChange
    /// Where the body names each colour, for faults that only the whole of a look shows.
    private let places: [ColourScheme: [ColourToken: Int]]

    /// Four pictures as base64, with room to be told that one is too large.
    static let bodyBytesMax = 8 * BrandAsset.bytesMax

    private static let colours = Kind<[TokenColour]>.list(.object(TokenColour.form), 0...ColourToken.allCases.count)
    private static let places = 0...BrandPicture.allCases.count

    static let form = Form<LookDraftInput>(
        "LookDraft", Field("layout", Kind<BrandLayout>.choice).optional,
        Field("colour_scheme", Kind<SchemePreference>.choice, "The palette that visitors see first.").optional,
        Field("density", Kind<Density>.choice).optional, Field("motif", Kind<Motif>.choice, "The drawing.").optional,
        Field("radius_pixels", LookRules.radius).optional, Field("text_font", Kind<FontStack>.choice).optional,
        Field("display_font", Kind<FontStack>.choice, "Of headings.").optional,
        Field("size_pixels", LookRules.size).optional,
        Field("scale_percent", LookRules.scale, "Each heading's size over the one below it.").optional,
        Field("light", colours).or([]), Field("dark", colours).or([]),
        Field("pictures", .list(.object(PlacedPicture.form), places)).or([]),
        Field("without", .list(Kind<BrandPicture>.choice, places), "Pictures to take away.").or([])
    ) { layout, scheme, density, motif, radius, text, display, size, scale, light, dark, pictures, without in
        var change = BrandChange()
        (change.layout, change.colourScheme, change.density, change.motif) = (layout, scheme, density, motif)
        (change.radiusPixels, change.sizePixels, change.scalePercent) = (radius, size, scale)
        (change.textFont, change.displayFont) = (text, display)
        (change.light, change.dark) = (merged(light), merged(dark))
        for place in without { change.pictures[place] = .takenAway }
        // As in the form: what is sent and taken away at once is sent.
        try PlacedPicture.put(pictures, into: &change)
        return LookDraftInput(change: change, places: [.light: indices(light), .dark: indices(dark)])
    }

    /// A colour that is named twice is the one named last.
    private static func merged(_ colours: [TokenColour]) -> [ColourToken: Colour] {
        Dictionary(colours.map { ($0.token, $0.colour) }) { $1 }
    }

    private static func indices(_ colours: [TokenColour]) -> [ColourToken: Int] {
        Dictionary(colours.enumerated().map { ($1.token, $0) }) { $1 }
    }

    /// At the foreground, else at the background, else at the palette where the body names neither.
    func fault(_ found: ContrastFault) -> Problem.Fault {
        let named = places[found.scheme] ?? [:]
        let index = named[found.pair.foreground] ?? named[found.pair.background]
        return Problem.Fault(
            "/\(found.scheme.rawValue)" + (index.map { "/\($0)/colour" } ?? ""), "contrast",
            [
                "front": .text(found.pair.foreground.rawValue), "back": .text(found.pair.background.rawValue),
                "ratio": .text(found.ratioText), "needed": .text(found.neededText),
                "nearest": .text(found.nearestPassing.description),
            ])
    }
}

private struct TokenColour: Sendable {
    let token: ColourToken
    let colour: Colour

    static let form = Form(
        "TokenColour", Field("token", Kind<ColourToken>.choice), Field("colour", LookRules.colour, "`#rrggbb`")
    ) { TokenColour(token: $0, colour: $1) }
}

/// A picture for one place of a look, told by its bytes as one that is uploaded.
private struct PlacedPicture: Sendable {
    let place: BrandPicture
    let bytes: Data

    static let form = Form(
        "PlacedPicture", Field("place", Kind<BrandPicture>.choice),
        Field("base64", .text(max: LookDraftInput.bodyBytesMax), "The bytes of an SVG or a PNG.").example(
            .text("PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCAxIDEiLz4="))
    ) { place, text in
        guard let bytes = Data(base64Encoded: text) else {
            throw InputFaults("/base64", "format", ["expected": .text("base64")])
        }
        return PlacedPicture(place: place, bytes: bytes)
    }

    /// Throws `InputFaults` with all that is wrong with each.
    static func put(_ pictures: [PlacedPicture], into change: inout BrandChange) throws {
        var faults: [Problem.Fault] = []
        var seen: Set<BrandPicture> = []
        for (index, picture) in pictures.enumerated() {
            guard seen.insert(picture.place).inserted else {
                faults.append(.init("/pictures/\(index)/place", "duplicate"))
                continue
            }
            do throws(AssetFaults) {
                change.pictures[picture.place] = .put(try picture.place.asset(picture.bytes))
                LookRules.count(picture.place, .taken)
            } catch {
                let found = error.faults.prefix(LookRules.pictureFaultsMax)
                faults += found.map { $0.fault(at: "/pictures/\(index)/base64") }
                LookRules.count(picture.place, .refused)
            }
        }
        if !faults.isEmpty { throw InputFaults(faults) }
    }
}
