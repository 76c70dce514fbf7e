import CXML2

/// A document of XML as a tree, read strictly: not well-formed is none, and one that declares a type is none, because
/// entities come with it. Nothing is fetched and no entity is put in.
struct XMLTree: ~Copyable {
    enum Refusal: Error, Hashable, Sendable {
        /// At this line, where that is known.
        case malformed(line: Int?)
        case typed
    }

    private let document: UnsafeMutableRawPointer

    init(_ bytes: [UInt8]) throws(Refusal) {
        var refusal = cxml2_malformed
        var line: Int32 = 0
        let document = bytes.withUnsafeBytes { buffer in
            cxml2_read_xml(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), &refusal, &line)
        }
        guard let document else {
            throw refusal == cxml2_typed ? .typed : .malformed(line: line > 0 ? Int(line) : nil)
        }
        self.document = document
    }

    deinit { cxml2_free(document) }

    /// Nodes do not outlive `body`.
    func withRoot<Result>(_ body: (XMLNode?) -> Result) -> Result {
        body(XMLNode.elements(from: cxml2_first_child(document)).first)
    }
}

/// An element of a tree that is there.
struct XMLNode {
    private let node: UnsafeMutableRawPointer

    /// Without its prefix.
    var name: String { cxml2_name(node).map { String(cString: $0) } ?? "" }
    var line: Int { Int(cxml2_line(node)) }
    var children: [XMLNode] { Self.elements(from: cxml2_first_child(node)) }

    func attribute(_ name: String) -> String? {
        var next = cxml2_first_attribute(node)
        while let attribute = next {
            if cxml2_name(attribute).map({ String(cString: $0) }) == name { return Self.text(of: attribute) }
            next = cxml2_next(attribute)
        }
        return nil
    }

    fileprivate static func elements(from first: UnsafeMutableRawPointer?) -> [XMLNode] {
        var (found, next): ([XMLNode], UnsafeMutableRawPointer?) = ([], first)
        while let node = next {
            if cxml2_kind_of(node) == cxml2_element { found.append(XMLNode(node: node)) }
            next = cxml2_next(node)
        }
        return found
    }

    private static func text(of attribute: UnsafeMutableRawPointer) -> String {
        var (text, next) = ("", cxml2_first_child(attribute))
        while let node = next {
            if cxml2_kind_of(node) == cxml2_text { text += cxml2_content(node).map { String(cString: $0) } ?? "" }
            next = cxml2_next(node)
        }
        return text
    }
}
