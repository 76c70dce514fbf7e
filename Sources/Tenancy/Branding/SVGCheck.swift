internal import Foundation
internal import FoundationXML

/// Lets only drawings through: an SVG is a program if one lets it be, and ours are served from the
/// partner's own origin.
///
/// An allow-list of elements and attributes; no script, no `foreignObject`, no event attribute, no style sheet,
/// no reference that leaves the file, no document type (hence no entities).
enum SVGCheck {
    static let elementsMax = 2000
    static let depthMax = 24

    static let elements: Set<String> = [
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs",
        "linearGradient", "radialGradient", "stop", "clipPath", "mask", "use", "symbol", "text", "tspan",
    ]
    static let attributes: Set<String> = [
        "xmlns", "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx",
        "fy", "d", "dx", "dy", "points", "transform", "id", "role", "aria-label", "aria-hidden", "fill", "fill-opacity",
        "fill-rule", "clip-rule", "clip-path", "mask", "opacity", "stroke", "stroke-width", "stroke-linecap",
        "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-opacity", "offset", "stop-color",
        "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "maskUnits",
        "preserveAspectRatio", "href", "font-family", "font-size", "font-weight", "font-style", "letter-spacing",
        "text-anchor", "textLength", "lengthAdjust", "lang", "xml:lang", "xml:space", "vector-effect",
    ]

    static func faults(_ bytes: Data) -> [AssetFault] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return [AssetFault(line: nil, rule: .encoding)]
        }
        // Before any parser sees it: entities are how a small file becomes a large one.
        if let range = text.range(of: "<!DOCTYPE", options: .caseInsensitive) ?? text.range(of: "<!ENTITY") {
            let line = text[..<range.lowerBound].count { $0.isNewline } + 1
            return [AssetFault(line: line, rule: .documentType)]
        }
        let reader = SVGReader()
        let parser = XMLParser(data: bytes)
        parser.shouldResolveExternalEntities = false
        parser.delegate = reader
        // The answer alone does not do: on Linux it is true for a drawing that breaks off.
        if !parser.parse() || !reader.isWhole, reader.faults.isEmpty {
            reader.faults.append(AssetFault(line: parser.lineNumber, rule: .malformed))
        }
        return reader.faults
    }

    /// What is wrong with one attribute; nil when it may stay.
    static func fault(attribute name: String, value: String, of element: String) -> AssetRule? {
        let lower = name.lowercased()
        if lower.hasPrefix("on") { return .event(name) }
        guard attributes.contains(name) else { return .attribute(name, of: element) }
        if name == "xmlns" {
            return value == "http://www.w3.org/2000/svg" ? nil : .namespace(value)
        }
        if name == "href", value.wholeMatch(of: /#[A-Za-z][A-Za-z0-9_-]*/) == nil {
            return .reference(value, form: "#name")
        }
        let rest = value.lowercased().replacing(/url\(#[a-z][a-z0-9_-]*\)/, with: "")
        if rest.contains("url(") || rest.contains("javascript:") || rest.contains("\\") {
            return .reference(value, form: "url(#name)")
        }
        return nil
    }
}

/// Collects the faults of one drawing while the parser walks it.
private final class SVGReader: NSObject, XMLParserDelegate {
    var faults: [AssetFault] = []
    private var depth = 0
    private var count = 0

    /// Something was opened and all of it was closed.
    var isWhole: Bool { count > 0 && depth == 0 }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        depth += 1
        count += 1
        let line = parser.lineNumber
        if count > SVGCheck.elementsMax || depth > SVGCheck.depthMax {
            faults.append(
                AssetFault(line: line, rule: .elements(max: SVGCheck.elementsMax, depth: SVGCheck.depthMax)))
            return parser.abortParsing()
        }
        if count == 1, element != "svg" || attributes["viewBox"] == nil {
            faults.append(AssetFault(line: line, rule: .viewBox))
        }
        if !SVGCheck.elements.contains(element) {
            faults.append(AssetFault(line: line, rule: .element(element)))
        }
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            if let rule = SVGCheck.fault(attribute: name, value: value, of: element) {
                faults.append(AssetFault(line: line, rule: rule))
            }
        }
    }

    func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
        depth -= 1
    }

    func parser(_ parser: XMLParser, foundProcessingInstructionWithTarget target: String, data: String?) {
        faults.append(AssetFault(line: parser.lineNumber, rule: .instruction(target)))
    }
}
