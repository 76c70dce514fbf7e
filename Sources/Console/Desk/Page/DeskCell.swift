import Web

/// What stands in one place of a table or a list of facts: text, or a link, or a state that is told in words and
/// marked by more than colour.
struct DeskCell: PageModel {
    enum Tone: String, Sendable { case plain, good, busy, warned, bad }

    let text: String
    var url: String?
    var tone = Tone.plain
    /// Names, addresses, statements: they read from the left whatever the page's language is.
    var isCode = false
    var isNumber = false

    init(_ text: String, url: String? = nil, tone: Tone = .plain, isCode: Bool = false, isNumber: Bool = false) {
        self.text = text
        self.url = url
        self.tone = tone
        self.isCode = isCode
        self.isNumber = isNumber
    }

    static func code(_ text: String?, url: String? = nil) -> DeskCell {
        text.map { DeskCell($0, url: url, isCode: true) } ?? none
    }

    static let none = DeskCell("–")

    func child(named field: String) -> Any? {
        switch field {
        case "text": text
        case "url": present(url)
        case "tone": present(tone == .plain ? nil : tone.rawValue)
        case "is_code": isCode
        case "is_number": isNumber
        default: nil
        }
    }
}

/// A label with what stands beside it.
struct DeskFact: PageModel {
    let label: String
    let cell: DeskCell

    init(_ label: String, _ cell: DeskCell) {
        self.label = label
        self.cell = cell
    }

    func child(named field: String) -> Any? {
        switch field {
        case "label": label
        case "cell": cell
        default: nil
        }
    }
}

/// A link; `current` is the page itself, or the part of the console that it belongs to.
struct DeskLink: PageModel {
    let label: String
    let url: String
    let current: Bool

    init(_ label: String, _ url: String, current: Bool = false) {
        self.label = label
        self.url = url
        self.current = current
    }

    func child(named field: String) -> Any? {
        switch field {
        case "label": label
        case "url": url
        case "current": current
        default: nil
        }
    }
}

/// Something that the reader should notice before the rest of the page.
struct DeskNotice: PageModel {
    let text: String
    let isFault: Bool

    func child(named field: String) -> Any? {
        switch field {
        case "text": text
        case "is_fault": isFault
        default: nil
        }
    }
}
