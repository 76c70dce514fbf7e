/// The fonts that a brand may choose: faces that reading machines already have, so that nothing is
/// fetched, nothing is licensed and no text of a tenant reaches a style sheet.
///
/// Stacks after modernfontstacks.com (CC0), with Arabic, Japanese and Cyrillic faces beside the Latin ones.
package enum FontStack: String, CaseIterable, Hashable, Sendable, Codable {
    case system
    case humanist
    case classicalHumanist = "classical-humanist"
    case geometric
    case neoGrotesque = "neo-grotesque"
    case industrial
    case rounded
    case transitional
    case oldStyle = "old-style"
    case didone
    case slab
    case antique
    case mincho
    case gothic
    case naskh
    case monospace

    /// The value of `font-family`.
    package var families: String {
        switch self {
        case .system: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
        case .humanist:
            "Seravek, 'Gill Sans Nova', Ubuntu, Calibri, 'DejaVu Sans', 'Noto Sans', sans-serif"
        case .classicalHumanist: "Optima, Candara, 'Noto Sans', 'Noto Naskh Arabic', sans-serif"
        case .geometric: "Avenir, Montserrat, Corbel, 'URW Gothic', 'Noto Sans', sans-serif"
        case .neoGrotesque:
            "Inter, Roboto, 'Helvetica Neue', 'Arial Nova', 'Nimbus Sans', 'Liberation Sans', Arial, sans-serif"
        case .industrial:
            "Bahnschrift, 'DIN Alternate', 'Franklin Gothic Medium', 'Nimbus Sans Narrow', sans-serif"
        case .rounded:
            "ui-rounded, 'Hiragino Maru Gothic ProN', Quicksand, Comfortaa, Nunito, 'Arial Rounded MT Bold', sans-serif"
        case .transitional:
            "Charter, 'Bitstream Charter', 'Sitka Text', Cambria, 'Noto Serif', serif"
        case .oldStyle: "'Iowan Old Style', 'Palatino Linotype', 'URW Palladio L', P052, 'Noto Serif', serif"
        case .didone: "Didot, 'Bodoni MT', 'Noto Serif Display', 'URW Palladio L', P052, Sylfaen, serif"
        case .slab: "Rockwell, 'Rockwell Nova', 'Roboto Slab', 'DejaVu Serif', 'Sitka Small', serif"
        case .antique:
            "Superclarendon, 'Bookman Old Style', 'URW Bookman', 'URW Bookman L', 'Georgia Pro', Georgia, serif"
        case .mincho: "'Hiragino Mincho ProN', 'Yu Mincho', 'Noto Serif CJK JP', 'Noto Serif JP', serif"
        case .gothic:
            "'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans CJK JP', 'Noto Sans JP', 'Helvetica Neue', Arial, sans-serif"
        case .naskh: "'Geeza Pro', 'Noto Naskh Arabic', 'Sakkal Majalla', 'Traditional Arabic', 'DejaVu Serif', serif"
        case .monospace: "ui-monospace, 'Cascadia Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace"
        }
    }
}
