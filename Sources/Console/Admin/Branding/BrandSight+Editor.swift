import Foundation
import Localization
import Tenancy
import Vocabulary
import Web

/// The editor's form: everything that a look is made of, in the order in which it catches the eye.
extension BrandSight {
    /// - Parameter keptAt: when what is in it was changed last; nil where it is the published one.
    func editor(
        _ branding: BrandingDefinition, _ view: BrandView, contrast: [ContrastFault], keptAt: Date?
    ) -> PageForm {
        PageForm(
            action: BrandEditPages.path, hidden: seat.hidden,
            fields: viewFields(view, group: word("group_view")) + shapeFields(branding) + fontFields(branding)
                + pictureFields(branding)
                + ColourScheme.allCases.flatMap { colourFields(branding.palette($0), $0, contrast) },
            frame: view.frame(BrandView.sketch, title: word("preview_frame")), submit: word("draft"),
            other: .init(
                name: BrandEntry.deedField, value: BrandEntry.Deed.preview.rawValue, label: word("preview_now")),
            cancel: Link(seat.t("console.form.back"), BrandPages.path), mended: explained(contrast),
            live: LiveForm(
                kept: keptAt.map { seat.t("console.brand.sketch", ["when": .text(seat.time($0))]) },
                discard: Link(word("discard"), "\(BrandEditPages.path)/discard"), offersTitle: word("nearest"),
                offers: nearest(contrast), waiting: word("live_waiting"), away: word("live_away")))
    }

    /// The same preview of a look that is kept already.
    func viewForm(_ view: BrandView, of path: String) -> PageForm {
        PageForm(action: path, isGet: true, fields: viewFields(view), submit: word("preview_now"))
    }

    private func viewFields(_ view: BrandView, group: String? = nil) -> [FormField] {
        var fields = [
            choice(BrandView.pageField, word("view_page"), view.page) { word("page_\($0.rawValue)") },
            choice(BrandView.schemeField, word("view_scheme"), view.scheme) { word("specimen_\($0.rawValue)") },
            choice(BrandView.directionField, word("view_direction"), view.direction) {
                word("direction_\($0.rawValue)")
            },
            choice(BrandView.widthField, word("view_width"), view.width) { word("width_\($0.rawValue)") },
        ]
        fields[0].group = group
        return fields
    }

    private func shapeFields(_ branding: BrandingDefinition) -> [FormField] {
        var fields = [
            choice("layout", word("layout"), branding.layout) { word("layout_\($0.rawValue)") },
            choice("colour_scheme", word("colour_scheme"), branding.colourScheme) { word("scheme_\($0.rawValue)") },
            choice("density", word("density"), branding.density) { word("density_\($0.rawValue)") },
            choice("motif", word("motif"), branding.motif) { word("motif_\($0.rawValue)") },
            number("radius_pixels", word("radius_pixels"), branding.radiusPixels, BrandingDefinition.radiusPixelsRange),
        ]
        fields[0].group = word("group_shape")
        return fields
    }

    private func fontFields(_ branding: BrandingDefinition) -> [FormField] {
        let type = branding.typography
        var fields = [
            choice("text_font", word("text_font"), type.text) { word("font.\($0.rawValue)") },
            choice("display_font", word("display_font"), type.display) { word("font.\($0.rawValue)") },
            number("size_pixels", word("size_pixels"), type.sizePixels, Typography.sizePixelsRange),
            number("scale_percent", word("scale_percent"), type.scalePercent, Typography.scalePercentRange),
        ]
        fields[0].group = word("group_fonts")
        return fields
    }

    private func pictureFields(_ branding: BrandingDefinition) -> [FormField] {
        let hint = seat.t(
            "console.brand.picture_hint",
            ["bytes": .number(BrandAsset.bytesMax / 1024), "pixels": .number(BrandAsset.sidePixelsMax)])
        var fields = BrandPicture.allCases.map { place in
            FormField(
                name: place.rawValue, label: word("picture_\(place.rawValue)"),
                kind: .file(
                    accept: BrandAsset.mediaTypes,
                    shown: branding[place].map { _ in "\(BrandEditPages.path)/pictures/\(place.rawValue)" }),
                hint: hint, isRequired: false)
        }
        fields[0].group = word("group_pictures")
        let there = BrandPicture.allCases.filter { branding[$0] != nil }
        fields.append(
            FormField(
                name: BrandEntry.withoutField, label: word("without"),
                kind: .checks(there.map { .init(value: $0.rawValue, label: word("picture_\($0.rawValue)")) }),
                hint: word("without_hint"), isRequired: false))
        return fields
    }

    private func colourFields(
        _ palette: Palette, _ scheme: ColourScheme, _ contrast: [ContrastFault]
    ) -> [FormField] {
        ColourToken.allCases.enumerated().map { index, token in
            let colour = palette[token].description
            // As text: a browser's own picker takes neither a pasted code nor, everywhere, the keyboard.
            return FormField(
                name: BrandEntry.name(scheme, token), label: name(token, scheme), value: colour,
                note: note(contrast, on: token, scheme), max: 7, isCode: true, swatch: colour,
                group: index == 0 ? word("group_\(scheme.rawValue)") : nil)
        }
    }

    private func choice<Value: CaseIterable & RawRepresentable & Equatable>(
        _ name: String, _ label: String, _ chosen: Value, word: (Value) -> String
    ) -> FormField where Value.RawValue == String {
        .choice(
            name, label, Value.allCases.map { ($0.rawValue, word($0)) }, chosen: chosen.rawValue, isRequired: true)
    }

    private func number(_ name: String, _ label: String, _ value: Int, _ range: ClosedRange<Int>) -> FormField {
        FormField(
            name: name, label: label, kind: .line("number"), value: "\(value)",
            hint: seat.t("console.brand.range", ["min": .number(range.lowerBound), "max": .number(range.upperBound)]))
    }

    func word(_ key: String) -> String { seat.t("console.brand.\(key)") }
}
