internal import CPango
internal import CSVG
internal import Foundation
internal import Localization
internal import Tenancy
internal import Vocabulary

/// Sheets of paper that become one PDF in memory: Cairo writes it, Pango shapes what stands in it, librsvg draws the
/// logo. Lives on one thread.
final class PaperCanvas {
    /// ISO 216 A4, in points.
    static let width = 595.28
    static let height = 841.89

    private final class Sink {
        var bytes: [UInt8] = []
    }

    private let sink = Sink()
    private let surface: OpaquePointer
    private let cairo: OpaquePointer
    private let pango: OpaquePointer
    private let families: String

    init(_ sheet: PaperSheet) {
        families = sheet.look.families
        surface = cairo_pdf_surface_create_for_stream(
            { context, bytes, count in
                guard let context, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
                Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue().bytes += UnsafeBufferPointer(
                    start: bytes, count: Int(count))
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(sink).toOpaque(), Self.width, Self.height)
        cairo = cairo_create(surface)
        // The thread's own: a font map may not be shared.
        pango = pango_font_map_create_context(pango_cairo_font_map_get_default())
        pango_cairo_context_set_resolution(pango, 72)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(pango, options)
        cairo_font_options_destroy(options)
        pango_context_set_language(pango, pango_language_from_string(sheet.locale.description))
        pango_context_set_base_dir(
            pango, sheet.direction == .rightToLeft ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR)
        // Letters stand where the font wants them: a pixel's grid would tear words apart, also for who copies them.
        pango_context_set_round_glyph_positions(pango, 0)
        describe(sheet)
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(pango))
        cairo_destroy(cairo)
        cairo_surface_destroy(surface)
    }

    /// What readers of the file itself are told. Cairo names neither a random identifier nor the time of day.
    private func describe(_ sheet: PaperSheet) {
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, sheet.title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, sheet.brand)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "TravelHub")
        let whole = Date(timeIntervalSince1970: sheet.date.timeIntervalSince1970.rounded(.down))
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, whole.rfc3339)
    }

    func text(_ text: String, _ style: TextBlock.Style, width: Double, _ alignment: TextBlock.Alignment) -> TextBlock {
        TextBlock(text, style, families: families, width: width, alignment, in: pango)
    }

    func draw(_ block: TextBlock, x: Double, y: Double) {
        colour(block.colour)
        cairo_move_to(cairo, x, y - block.rise)
        pango_cairo_show_layout(cairo, block.layout)
    }

    func rule(x: Double, y: Double, width: Double, thickness: Double, _ colour: Colour) {
        self.colour(colour)
        cairo_rectangle(cairo, x, y, width, thickness)
        cairo_fill(cairo)
    }

    /// - Returns: false where it cannot be drawn.
    func picture(_ asset: BrandAsset, x: Double, y: Double, width: Double, height: Double) -> Bool {
        let bytes = Array(asset.bytes)
        guard asset.format == .png else {
            return csvg_draw(UnsafeMutableRawPointer(cairo), bytes, bytes.count, x, y, width, height) != 0
        }
        guard let image = Self.image(bytes) else { return false }
        defer { cairo_surface_destroy(image) }
        cairo_save(cairo)
        cairo_translate(cairo, x, y)
        cairo_scale(
            cairo, width / Double(cairo_image_surface_get_width(image)),
            height / Double(cairo_image_surface_get_height(image)))
        cairo_set_source_surface(cairo, image, 0, 0)
        cairo_paint(cairo)
        cairo_restore(cairo)
        return true
    }

    /// The proportions of a picture; nil for what is none.
    static func size(_ asset: BrandAsset) -> (width: Double, height: Double)? {
        let bytes = Array(asset.bytes)
        guard asset.format == .png else {
            var (width, height) = (0.0, 0.0)
            return csvg_size(bytes, bytes.count, &width, &height) == 0 ? nil : (width, height)
        }
        guard let image = image(bytes) else { return nil }
        defer { cairo_surface_destroy(image) }
        return (Double(cairo_image_surface_get_width(image)), Double(cairo_image_surface_get_height(image)))
    }

    private static func image(_ bytes: [UInt8]) -> OpaquePointer? {
        final class Source {
            var rest: ArraySlice<UInt8>
            init(_ bytes: [UInt8]) { rest = bytes[...] }
        }
        let source = Source(bytes)
        let image = withExtendedLifetime(source) {
            cairo_image_surface_create_from_png_stream(
                { context, target, count in
                    guard let context, let target else { return CAIRO_STATUS_READ_ERROR }
                    let source = Unmanaged<Source>.fromOpaque(context).takeUnretainedValue()
                    let piece = source.rest.prefix(Int(count))
                    guard piece.count == Int(count) else { return CAIRO_STATUS_READ_ERROR }
                    for (index, byte) in piece.enumerated() { target[index] = byte }
                    source.rest = source.rest.dropFirst(piece.count)
                    return CAIRO_STATUS_SUCCESS
                }, Unmanaged.passUnretained(source).toOpaque())
        }
        guard let image else { return nil }
        guard cairo_surface_status(image) == CAIRO_STATUS_SUCCESS else {
            cairo_surface_destroy(image)
            return nil
        }
        return image
    }

    func endPage() { cairo_show_page(cairo) }

    /// Throws `PaperFault.unwritten` where Cairo met what it cannot write.
    func finish() throws(PaperFault) -> [UInt8] {
        cairo_surface_finish(surface)
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS, cairo_status(cairo) == CAIRO_STATUS_SUCCESS else {
            throw .unwritten
        }
        return sink.bytes
    }

    private func colour(_ colour: Colour) {
        cairo_set_source_rgb(
            cairo, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255)
    }
}

/// A paper that could not be printed: a mistake of ours.
enum PaperFault: Error {
    case unwritten
    case tooLong
}
