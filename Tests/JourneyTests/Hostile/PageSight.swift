import CXML2
import Foundation

/// A page as libxml2 reads it, which is as forgiving as a browser: what of it is text, and what acts.
struct PageSight: Sendable {
    struct Attribute: Sendable {
        let element: String
        let name: String
        let value: String
    }

    /// Of each element, all text in it that is not another's, in the order of the page.
    private(set) var texts: [String] = []
    private(set) var attributes: [Attribute] = []
    /// Elements with the names of their attributes: what two pages of one kind have in common.
    private(set) var skeleton: [String] = []
    private var scripts: [String] = []

    init(_ html: String) {
        var copy = html
        let document = copy.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cxml2_read_html($0.baseAddress, Int32($0.count)) }
        }
        guard let document else { return }
        defer { cxml2_free(document) }
        _ = walk(cxml2_first_child(document))
    }

    func shows(_ text: String) -> Bool {
        texts.contains { $0.range(of: text, options: .literal) != nil }
            || attributes.contains { $0.value.range(of: text, options: .literal) != nil }
    }

    /// What on the page could act and is none of ours. A mail is styled within its elements, a page is not.
    func faults(isMail: Bool = false) -> [String] {
        var faults: [String] = []
        for attribute in attributes {
            let isStyled = attribute.name == "style" && (!isMail || attribute.value.contains("zq"))
            if attribute.name.hasPrefix("on") || attribute.name == "srcdoc" || isStyled {
                faults.append("\(attribute.element) has \(attribute.name)=\(attribute.value)")
            }
            let bare = attribute.value.lowercased().filter { !$0.isWhitespace }
            let isAddress = ["href", "src", "action", "formaction", "content", "data"].contains(attribute.name)
            if isAddress, ["javascript:", "data:text", "vbscript:"].contains(where: bare.contains),
                attribute.element != "meta"
            {
                faults.append("\(attribute.element) leads to \(attribute.value)")
            }
            if attribute.name.contains("zq") { faults.append("a text made the attribute \(attribute.name)") }
        }
        for line in skeleton where line.contains("zq") { faults.append("a text made the element \(line)") }
        return faults + scripts
    }

    /// The text of the nodes themselves, without that of elements in them.
    private mutating func walk(_ first: UnsafeMutableRawPointer?) -> String {
        var text = ""
        var next = first
        while let node = next {
            next = cxml2_next(node)
            switch cxml2_kind_of(node) {
            case cxml2_text: text += cxml2_content(node).map { String(cString: $0) } ?? ""
            case cxml2_element: element(node)
            default: break
            }
        }
        return text
    }

    private mutating func element(_ node: UnsafeMutableRawPointer) {
        let name = cxml2_name(node).map { String(cString: $0).lowercased() } ?? ""
        var own: [String: String] = [:]
        var next = cxml2_first_attribute(node)
        while let attribute = next {
            next = cxml2_next(attribute)
            let key = cxml2_name(attribute).map { String(cString: $0).lowercased() } ?? ""
            own[key] = walk(cxml2_first_child(attribute))
        }
        attributes += own.map { Attribute(element: name, name: $0.key, value: $0.value) }
        skeleton.append("\(name) \(own.keys.sorted().joined(separator: " "))")
        let text = walk(cxml2_first_child(node))
        texts.append(text)
        if name == "script" { judge(script: text, own) }
    }

    /// Scripts are files of ours, or data that is JSON.
    private mutating func judge(script text: String, _ attributes: [String: String]) {
        let isFile = attributes["src"].map { $0.hasPrefix("/") && !$0.hasPrefix("//") } ?? false
        let isData =
            attributes["type"] == "application/ld+json"
            && (try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil
        if !isFile && !isData { scripts.append("a script: \(text.prefix(100))") }
    }
}
