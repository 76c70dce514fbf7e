import Localization
import Vocabulary
import Web

/// One part of a page, in the order of reading: every page is a few of these, so that all of them read, print and
/// speak alike.
enum Block: Sendable {
    case text(String, title: String? = nil)
    /// What is otherwise than was asked for.
    case warning(String)
    case table(Table)
    case form(PageForm)
    case facts(title: String?, [Fact])
    case links(title: String?, [Link])
    case verbatim(title: String, String)
    /// What a page of the site will show, in its own language.
    case page(title: String, LocaleTag, SafeHTML)
    case frame(Frame)
    case steps([Step])
    case specimens(title: String, [Sheet])
    case line(RateLine)
    case chart(ReportChart)
    /// Shown once, selected whole by one press.
    case secret(title: String, String, text: String)

    struct Step: Sendable {
        let title: String
        let state: Cell
        let text: String
        let link: Link?

        fileprivate var sheet: Sheet { ["title": title, "cell": state.sheet(), "text": text, "link": link?.sheet] }
    }

    var holdsFrame: Bool {
        switch self {
        case .frame: true
        case .form(let form): form.frame != nil
        default: false
        }
    }

    /// What the template sees of a block: the one that it is, and the others absent.
    var sheet: Sheet {
        switch self {
        case .text(let text, let title): Self.only("note", title, ["text": text])
        case .warning(let text): Self.only("warning", nil, ["text": text])
        case .table(let table): Self.only("table", nil, table.sheet)
        case .form(let form): Self.only("form", nil, form.sheet)
        case .facts(let title, let facts): Self.only("facts", title, ["items": facts.map(\.sheet)])
        case .links(let title, let links): Self.only("links", title, ["items": links.map(\.sheet)])
        case .verbatim(let title, let text): Self.only("verbatim", title, ["text": text])
        case .page(let title, let locale, let body):
            Self.only(
                "page", nil,
                [
                    "name": title, "body": body, "lang": locale.description, "dir": locale.direction.rawValue,
                ])
        case .frame(let frame): Self.only("frame", nil, frame.sheet)
        case .steps(let steps): Self.only("steps", nil, ["items": steps.map(\.sheet)])
        case .specimens(let title, let all): Self.only("specimens", title, ["items": all])
        case .line(let line): Self.only("line", nil, line.sheet)
        case .chart(let chart): Self.only("chart", chart.title, chart.sheet)
        case .secret(let title, let value, let text): Self.only("secret", title, ["value": value, "text": text])
        }
    }

    private static func only(_ kind: String, _ title: String?, _ sheet: Sheet) -> Sheet {
        func part(_ name: String) -> Sheet? { name == kind ? sheet : nil }
        return [
            "heading": title, "note": part("note"), "warning": part("warning"), "table": part("table"),
            "form": part("form"), "facts": part("facts"), "links": part("links"), "verbatim": part("verbatim"),
            "page": part("page"), "frame": part("frame"), "steps": part("steps"),
            "specimens": part("specimens"), "line": part("line"), "chart": part("chart"), "secret": part("secret"),
        ]
    }
}
