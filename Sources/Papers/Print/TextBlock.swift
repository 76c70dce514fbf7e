internal import CPango
internal import Tenancy

/// Text that Pango has shaped and broken into lines, ready to be drawn.
final class TextBlock {
    struct Style {
        let points: Double
        var isBold = false
        let colour: Colour
    }

    /// To which side lines that are shorter than their column go.
    enum Alignment {
        case left, right
    }

    let layout: OpaquePointer
    let colour: Colour
    let height: Double
    /// What a font with tall lines keeps free above its letters, beyond what stands between lines here.
    let rise: Double

    /// Pango counts in so many parts of a point.
    static let scale = Double(PANGO_SCALE)
    /// From one line to the next, by the size of the letters; Arabic faces alone ask for more.
    static let lineHeight = 1.5

    /// The text is set as text, never as Pango's markup, whatever it looks like. The page's direction is that of every
    /// paragraph: a foreign name inside does not turn it.
    init(
        _ text: String, _ style: Style, families: String, width: Double, _ alignment: Alignment,
        in context: OpaquePointer
    ) {
        layout = pango_layout_new(context)
        colour = style.colour
        let font = pango_font_description_new()
        pango_font_description_set_family(font, families)
        pango_font_description_set_absolute_size(font, style.points * Self.scale)
        pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        pango_layout_set_width(layout, Int32(width * Self.scale))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_auto_dir(layout, 0)
        pango_layout_set_alignment(layout, alignment == .left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT)
        let printable = Self.printable(text)
        pango_layout_set_text(layout, printable, Int32(printable.utf8.count))
        var logical = PangoRectangle()
        pango_layout_get_extents(layout, nil, &logical)
        let natural = Double(logical.height) / Self.scale
        height = pango_layout_get_line_count(layout) == 1 ? min(natural, style.points * Self.lineHeight) : natural
        rise = (natural - height) / 2
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    /// Controls end a string of C, or a line that is none.
    private static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    }
}
