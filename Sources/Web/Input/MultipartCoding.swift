/// `multipart/form-data` of RFC 7578, as browsers send a form with files: strict, since nothing but a browser's form
/// is meant to send it, and read by us, since none of the packages here has a parser.
enum MultipartCoding {
    struct Parts: Sendable {
        var fields: [InputValue.Member] = []
        var files: [UploadedFile] = []
    }

    /// RFC 2046 §5.1.1.
    static let boundaryBytesMax = 70
    /// Of one part, all lines together.
    static let headBytesMax = 2 * 1024

    /// The parameter `boundary` of a `Content-Type`; nil where there is none that could be one.
    static func boundary(of contentType: String) -> [UInt8]? {
        for parameter in contentType.split(separator: ";").dropFirst() {
            let pair = parameter.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].trimmed.lowercased() == "boundary" else { continue }
            var value = pair[1].trimmed
            if value.utf8.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
                value = value.dropFirst().dropLast()
            }
            let bytes = Array(value.utf8)
            guard (1...boundaryBytesMax).contains(bytes.count), bytes.allSatisfy(Self.isBoundary) else { return nil }
            return bytes
        }
        return nil
    }

    /// Texts in order of first appearance, those under one name gathered, as a form without files has them; a file
    /// that was not chosen is no file.
    static func parse(_ body: [UInt8], boundary: [UInt8]) throws(FormCoding.Fault) -> Parts {
        let delimiter = Array("\r\n--".utf8) + boundary
        var parts = Parts()
        var (position, count) = (delimiter.count - 2, 0)
        guard body.starts(with: delimiter.dropFirst(2)) else { throw .malformed }
        while true {
            let rest = body[position...]
            if rest.starts(with: "--".utf8) { return parts }
            guard rest.starts(with: lineEnd) else { throw .malformed }
            count += 1
            guard count <= FormCoding.fieldsMax else { throw .tooMany }
            let start = position + lineEnd.count
            guard let headEnd = find(headEnd, in: body, from: start, to: start + headBytesMax),
                let head = Head(body[start..<headEnd])
            else { throw .malformed }
            let content = headEnd + Self.headEnd.count
            guard let end = find(delimiter, in: body, from: content, to: body.count) else { throw .malformed }
            try parts.add(head, body[content..<end])
            position = end + delimiter.count
        }
    }

    private static let lineEnd = Array("\r\n".utf8)
    private static let headEnd = Array("\r\n\r\n".utf8)

    private static func find(_ sought: [UInt8], in body: [UInt8], from start: Int, to end: Int) -> Int? {
        body.withUnsafeBufferPointer { bytes in
            var index = start
            let last = min(end, bytes.count) - sought.count
            while index <= last {
                if bytes[index] == sought[0], bytes[index..<(index + sought.count)].elementsEqual(sought) {
                    return index
                }
                index += 1
            }
            return nil
        }
    }

    private static func isBoundary(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "'()+_,-./:=?".utf8.contains(byte)
        }
    }
}

/// A file of a form, with nothing believed that a browser says of it but the field it was chosen in.
package struct UploadedFile: Sendable {
    package let field: String
    package let bytes: [UInt8]
}

extension MultipartCoding.Parts {
    /// Throws for a text that is none.
    fileprivate mutating func add(_ head: Head, _ content: ArraySlice<UInt8>) throws(FormCoding.Fault) {
        if head.isFile {
            if !content.isEmpty { files.append(UploadedFile(field: head.name, bytes: Array(content))) }
            return
        }
        guard let text = String(validating: content, as: UTF8.self) else { throw .malformed }
        if let index = fields.firstIndex(where: { $0.name == head.name }), case .texts(let texts) = fields[index].value
        {
            fields[index].value = .texts(texts + [text])
        } else {
            fields.append(InputValue.Member(head.name, .texts([text])))
        }
    }
}

/// What stands above one part.
private struct Head {
    var name = ""
    var isFile = false

    /// Nil for a part of no form, and for one in a transfer encoding, which RFC 7578 §4.7 takes away.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var isNamed = false
        for line in text.split(separator: "\r\n") {
            let pair = line.split(separator: ":", maxSplits: 1)
            guard pair.count == 2 else { return nil }
            switch pair[0].lowercased() {
            case "content-disposition":
                guard !isNamed, let name = Self.parameter("name", of: pair[1]) else { return nil }
                guard pair[1].trimmed.lowercased().hasPrefix("form-data;"), !name.isEmpty,
                    name.utf8.count <= JSONParser.nameBytesMax
                else { return nil }
                (self.name, isNamed) = (name, true)
                isFile = Self.parameter("filename", of: pair[1]) != nil
            case "content-transfer-encoding": return nil
            default: continue
            }
        }
        if !isNamed { return nil }
    }

    /// `; name="…"`, where a browser writes a quote as `%22` and a line end as `%0D%0A` (WHATWG HTML §4.10.22.8).
    private static func parameter(_ name: String, of line: Substring) -> String? {
        guard let start = line.firstRange(of: "; \(name)=\"")?.upperBound else { return nil }
        guard let end = line[start...].firstIndex(of: "\"") else { return nil }
        return String(line[start..<end]).replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing(
            "%0A", with: "\n")
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var rest = drop { $0.isWhitespace }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
