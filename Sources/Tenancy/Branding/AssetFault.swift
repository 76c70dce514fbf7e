package import Vocabulary

/// One thing wrong with a picture: in English for whoever writes a tenant's folder, by its code for whoever reads
/// a page in another language.
package struct AssetFault: Hashable, Sendable {
    /// Of an SVG's text; nil for a picture without lines.
    package let line: Int?
    package let rule: AssetRule

    package var message: String { rule.message }

    /// As it is told beside the field at `pointer`.
    package func fault(at pointer: String) -> Problem.Fault {
        var arguments = rule.arguments
        if let line { arguments["line"] = .number(line) }
        return Problem.Fault(pointer, rule.code, arguments)
    }
}

/// What a picture has to keep to.
package enum AssetRule: Hashable, Sendable {
    /// Neither an SVG nor a PNG, whatever its name says.
    case kind
    case bytes(max: Int, found: Int)
    case encoding
    case documentType
    case malformed
    case viewBox
    case elements(max: Int, depth: Int)
    case element(String)
    case event(String)
    case attribute(String, of: String)
    case namespace(String)
    case reference(String, form: String)
    case instruction(String)
    case png
    case sides(max: Int, width: Int, height: Int)
    case trailing
    case cutOff

    var message: String {
        switch self {
        case .kind: "expected an SVG or a PNG picture"
        case .bytes(let max, let found): "expected at most \(max) bytes, found \(found)"
        case .encoding: "expected text in UTF-8"
        case .documentType: "a document type is not allowed in a drawing"
        case .malformed: "expected well-formed XML"
        case .viewBox: "expected an `svg` element with a `viewBox`"
        case .elements(let max, let depth): "expected at most \(max) elements, \(depth) deep"
        case .element(let name): "the element `\(name)` is not allowed in a drawing"
        case .event(let name): "the event attribute `\(name)` is not allowed in a drawing"
        case .attribute(let name, let element): "the attribute `\(name)` of `\(element)` is not allowed in a drawing"
        case .namespace(let found): "expected the SVG namespace, found `\(found)`"
        case .reference(let found, let form): "a reference must stay inside the file (`\(form)`), found `\(found)`"
        case .instruction(let name): "the processing instruction `\(name)` is not allowed in a drawing"
        case .png: "expected a PNG picture"
        case .sides(let max, let width, let height):
            "expected sides of 1 to \(max) pixels, found \(width) × \(height)"
        case .trailing: "expected nothing after the end of the picture"
        case .cutOff: "expected a whole PNG picture, found its beginning only"
        }
    }

    var code: String {
        switch self {
        case .kind: "picture_kind"
        case .bytes: "picture_bytes"
        case .encoding: "picture_encoding"
        case .documentType: "picture_document_type"
        case .malformed: "picture_malformed"
        case .viewBox: "picture_view_box"
        case .elements: "picture_elements"
        case .element, .event, .attribute, .namespace, .instruction: "picture_active"
        case .reference: "picture_reference"
        case .png: "picture_png"
        case .sides: "picture_sides"
        case .trailing: "picture_trailing"
        case .cutOff: "picture_cut_off"
        }
    }

    var arguments: [String: Problem.Argument] {
        switch self {
        case .bytes(let max, let found):
            ["max": .number(max / Self.kilobyte), "found": .number((found + Self.kilobyte - 1) / Self.kilobyte)]
        case .elements(let max, let depth): ["max": .number(max), "depth": .number(depth)]
        case .element(let name), .event(let name), .attribute(let name, _), .instruction(let name):
            ["name": .text(Self.shortened(name))]
        case .namespace: ["name": .text("xmlns")]
        case .reference(let found, _): ["found": .text(Self.shortened(found))]
        case .sides(let max, let width, let height):
            ["max": .number(max), "width": .number(width), "height": .number(height)]
        default: [:]
        }
    }

    private static let kilobyte = 1024
    /// A name out of somebody's file is told as far as it helps to find it.
    private static let shownMax = 40

    private static func shortened(_ text: String) -> String {
        text.count > shownMax ? "\(text.prefix(shownMax))…" : text
    }
}
