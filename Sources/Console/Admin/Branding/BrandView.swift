import Localization
import Tenancy
import Vocabulary
import Web

/// How the editor's preview is looked at; it changes nothing of the look.
struct BrandView: Hashable, Sendable {
    enum Width: String, CaseIterable, Sendable { case wide, phone }

    let scheme: ColourScheme
    let direction: TextDirection
    let width: Width
    let page: PreviewedPage

    init(
        scheme: ColourScheme? = nil, direction: TextDirection? = nil, width: Width? = nil, page: PreviewedPage? = nil
    ) {
        self.scheme = scheme ?? .light
        self.direction = direction ?? .leftToRight
        self.width = width ?? .wide
        self.page = page ?? .front
    }

    static let schemeField = "preview_scheme"
    static let directionField = "preview_direction"
    static let widthField = "preview_width"
    static let pageField = "preview_page"

    static let schemeInput = Field(schemeField, Kind<ColourScheme>.choice).or(.light)
    static let directionInput = Field(directionField, Kind<TextDirection>.choice).or(.leftToRight)
    static let widthInput = Field(widthField, Kind<Width>.choice).or(.wide)
    static let pageInput = Field(pageField, Kind<PreviewedPage>.choice).or(.front)
    static let fields = [schemeInput.outline, directionInput.outline, widthInput.outline, pageInput.outline]

    /// As an address carries it.
    var query: String {
        "\(Self.schemeField)=\(scheme.rawValue)&\(Self.directionField)=\(direction.rawValue)"
            + "&\(Self.widthField)=\(width.rawValue)&\(Self.pageField)=\(page.rawValue)"
    }

    /// A page of the site so, in a look: `sketch` or a number.
    func frame(_ look: String, title: String) -> Frame {
        let asked = "scheme=\(scheme.rawValue)&direction=\(direction.rawValue)&page=\(page.rawValue)"
        return Frame(
            title: title, url: "/preview/look/\(look)?\(asked)", isNarrow: width == .phone, id: Self.anchor)
    }

    static let anchor = "preview"
    /// The reader's own unfinished look, as the frame's address names it.
    static let sketch = "sketch"
}

/// The editor's address: what was done a moment ago, and how to look at it.
struct BrandEditInput: Input {
    let done: String?
    let view: BrandView

    static let form = Form<BrandEditInput>(
        ListFields.done, BrandView.schemeInput, BrandView.directionInput, BrandView.widthInput, BrandView.pageInput
    ) { BrandEditInput(done: $0, view: BrandView(scheme: $1, direction: $2, width: $3, page: $4)) }
}

/// A kept look's address.
struct LookPageInput: Input {
    let release: Int
    let done: String?
    let view: BrandView

    static let form = Form<LookPageInput>(
        Field("release", .integer(1...Int(Int32.max))), ListFields.done, BrandView.schemeInput,
        BrandView.directionInput, BrandView.widthInput, BrandView.pageInput
    ) { LookPageInput(release: $0, done: $1, view: BrandView(scheme: $2, direction: $3, width: $4, page: $5)) }
}
