import Web

/// One value as a page shows it: words, a name in whatever script, a code to copy, a state with its colour.
struct Cell: PageModel, ExpressibleByStringLiteral {
    enum Tone: String, Sendable { case good, warn, bad, plain }

    private let sheet: Sheet

    init(_ text: String, link: String? = nil) {
        sheet = ["text": text, "link": link, "code": nil, "state": nil, "swatch": nil]
    }

    init(stringLiteral text: String) { self.init(text) }

    /// Left to right whatever the page is, and in one piece when it is copied.
    static func code(_ text: String) -> Cell {
        Cell(["text": nil, "link": nil, "code": text, "state": nil, "swatch": nil])
    }

    static func state(_ text: String, _ tone: Tone) -> Cell {
        Cell([
            "text": nil, "link": nil, "code": nil, "swatch": nil,
            "state": ["label": text, "tone": tone.rawValue] as Sheet,
        ])
    }

    /// A colour, seen and named.
    static func colour(_ text: String) -> Cell {
        Cell(["text": nil, "link": nil, "code": text, "state": nil, "swatch": text])
    }

    private init(_ sheet: Sheet) { self.sheet = sheet }

    func child(named field: String) -> Any? { sheet.child(named: field) }
}
