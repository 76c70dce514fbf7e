import Foundation
import Localization
import Tenancy
import Vocabulary
import Web

/// The brand editor's form as it was sent: what is right of it beside what is wrong, so that a mistyped colour does not
/// lose the logo that came along.
struct BrandEntry: RouteInput {
    enum Deed: String, CaseIterable, Sendable {
        /// Keeps what was typed, for the reader's eyes alone.
        case preview
        /// Makes a release of it, once it can be read.
        case draft
    }

    let deed: Deed
    let view: BrandView
    let change: BrandChange
    let faults: [Problem.Fault]
    let entered: [InputValue.Member]

    static let deedField = "deed"
    static let withoutField = "without"

    static let schemaName: String? = nil

    /// Throws nothing: every fault is told on the page.
    static func read(_ sources: borrowing InputSources) -> BrandEntry {
        sources.noteSuspicions(among: fields)
        var form = BrandForm(sources.body)
        var change = BrandChange()
        change.layout = form.value("layout", .choice)
        change.colourScheme = form.value("colour_scheme", .choice)
        change.density = form.value("density", .choice)
        change.motif = form.value("motif", .choice)
        change.radiusPixels = form.value("radius_pixels", LookRules.radius)
        change.textFont = form.value("text_font", .choice)
        change.displayFont = form.value("display_font", .choice)
        change.sizePixels = form.value("size_pixels", LookRules.size)
        change.scalePercent = form.value("scale_percent", LookRules.scale)
        change.light = form.colours(.light)
        change.dark = form.colours(.dark)
        change.pictures = form.pictures(sources.files)
        let view = BrandView(
            scheme: form.value(BrandView.schemeField, .choice),
            direction: form.value(BrandView.directionField, .choice),
            width: form.value(BrandView.widthField, .choice), page: form.value(BrandView.pageField, .choice))
        let deed: Deed? = form.value(deedField, .choice)
        return BrandEntry(
            deed: deed ?? .draft, view: view, change: change, faults: form.faults, entered: sources.body)
    }

    static let fields: [FieldOutline] =
        [
            Field(deedField, Kind<Deed>.choice, "`draft` unless it says otherwise.").optional.outline,
            Field("layout", Kind<BrandLayout>.choice).optional.outline,
            Field("colour_scheme", Kind<SchemePreference>.choice).optional.outline,
            Field("density", Kind<Density>.choice).optional.outline,
            Field("motif", Kind<Motif>.choice).optional.outline,
            Field("radius_pixels", LookRules.radius).optional.outline,
            Field("text_font", Kind<FontStack>.choice).optional.outline,
            Field("display_font", Kind<FontStack>.choice).optional.outline,
            Field("size_pixels", LookRules.size).optional.outline,
            Field("scale_percent", LookRules.scale).optional.outline,
            Field(withoutField, Kind<BrandPicture>.choice, "Pictures to take away.").optional.outline,
        ] + BrandPicture.allCases.map { Field($0.rawValue, file, "An SVG or a PNG.").optional.outline }
        + BrandView.fields
        + ColourScheme.allCases.flatMap { scheme in
            ColourToken.allCases.map { Field(name(scheme, $0), LookRules.colour, "`#rrggbb`").optional.outline }
        }

    private static let file = Kind<String>.text(max: 1).described(as: .string(format: "binary"))

    /// `light_accent`, `dark_text_muted`.
    static func name(_ scheme: ColourScheme, _ token: ColourToken) -> String { "\(scheme.rawValue)_\(token.rawValue)" }
}

/// Reads the form field by field; one that was not sent changes nothing.
private struct BrandForm {
    private let members: [InputValue.Member]
    private(set) var faults: [Problem.Fault] = []

    init(_ members: [InputValue.Member]) { self.members = members }

    private func texts(_ name: String) -> [String] {
        guard case .texts(let texts) = members.first(where: { $0.name == name })?.value else { return [] }
        return texts
    }

    /// Nil for what was not sent, and for what is wrong, which is noted then.
    mutating func value<Value>(_ name: String, _ kind: Kind<Value>) -> Value? {
        let texts = texts(name)
        guard let text = texts.first else { return nil }
        guard texts.count == 1, !text.isEmpty else {
            note(name, text.isEmpty ? "required" : "duplicate")
            return nil
        }
        var log = FaultLog()
        if let value = kind.value(of: text, &log) { return value }
        if let first = log.faults.first { faults.append(.init("/\(name)", first.code, first.arguments)) }
        return nil
    }

    mutating func colours(_ scheme: ColourScheme) -> [ColourToken: Colour] {
        var found: [ColourToken: Colour] = [:]
        for token in ColourToken.allCases { found[token] = value(BrandEntry.name(scheme, token), LookRules.colour) }
        return found
    }

    /// A picture that is sent and taken away in one form is one that is sent.
    mutating func pictures(_ files: [UploadedFile]) -> [BrandPicture: BrandChange.Picture] {
        var found: [BrandPicture: BrandChange.Picture] = [:]
        for text in texts(BrandEntry.withoutField) {
            if let place = BrandPicture(rawValue: text) {
                found[place] = .takenAway
            } else {
                note(BrandEntry.withoutField, "choice", ["choices": .list(BrandPicture.allCases.map(\.rawValue))])
            }
        }
        for place in BrandPicture.allCases {
            let sent = files.filter { $0.field == place.rawValue }
            guard let file = sent.first else { continue }
            guard sent.count == 1 else {
                note(place.rawValue, "duplicate")
                continue
            }
            do throws(AssetFaults) {
                found[place] = .put(try place.asset(Data(file.bytes)))
                LookRules.count(place, .taken)
            } catch {
                faults += error.faults.prefix(LookRules.pictureFaultsMax).map { $0.fault(at: "/\(place.rawValue)") }
                LookRules.count(place, .refused)
            }
        }
        return found
    }

    private mutating func note(_ name: String, _ code: String, _ arguments: [String: Problem.Argument] = [:]) {
        faults.append(.init("/\(name)", code, arguments))
    }
}
