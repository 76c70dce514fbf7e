/// What stands in one place of a table or a list of facts: text, or a link, or a state that is told in words and
/// marked by more than colour.
struct Cell: Sendable {
    enum Tone: String, Sendable { case plain, good, busy, warned, bad }

    let text: String
    var url: String?
    var tone = Tone.plain
    /// Names, addresses, statements: they read from the left whatever the page's language is, and are copied whole.
    var isCode = false
    /// What it is called where nobody reads: an identifier beside a name.
    var detail: String?
    /// Leads to something that can be done, and says nothing else.
    var isDeed = false
    /// `#rrggbb`, seen beside its name.
    var isColour = false
    /// A share of a thousand, drawn beside the words that say it.
    var bar: Int?

    init(_ text: String, url: String? = nil, tone: Tone = .plain, isCode: Bool = false) {
        self.text = text
        self.url = url
        self.tone = tone
        self.isCode = isCode
    }

    static func code(_ text: String?, url: String? = nil) -> Cell {
        text.map { Cell($0, url: url, isCode: true) } ?? none
    }

    static func colour(_ text: String) -> Cell {
        var cell = code(text)
        cell.isColour = true
        return cell
    }

    static func bar(_ text: String, thousandths: Int) -> Cell {
        var cell = Cell(text)
        cell.bar = thousandths
        return cell
    }

    /// What is longer is folded: one definition in an audit trail must not make the page as high as a house.
    private static let shownMax = 240
    private static let beginningLength = 120

    /// Its beginning, where the rest is folded away.
    private var beginning: String? {
        url == nil && text.count > Self.shownMax ? "\(text.prefix(Self.beginningLength))…" : nil
    }

    static let none = Cell("–")

    func sheet(isNumber: Bool = false) -> Sheet {
        [
            "text": text, "url": url, "tone": tone == .plain ? nil : tone.rawValue, "is_code": isCode,
            "swatch": isColour ? text : nil, "is_number": isNumber, "beginning": beginning,
            "detail": detail, "bar": bar.map(String.init),
        ]
    }
}

/// A label with what stands beside it.
struct Fact: Sendable {
    let label: String
    let cell: Cell

    init(_ label: String, _ cell: Cell) {
        self.label = label
        self.cell = cell
    }

    var sheet: Sheet { ["label": label, "cell": cell.sheet()] }
}

/// A link; `current` is the page itself, or the part of the console that it belongs to.
struct Link: Sendable {
    let label: String
    let url: String
    let current: Bool

    init(_ label: String, _ url: String, current: Bool = false) {
        self.label = label
        self.url = url
        self.current = current
    }

    var sheet: Sheet { ["label": label, "url": url, "current": current] }
}
