internal import Foundation
internal import Localization
internal import Vocabulary

/// Says in a PDF's catalogue what Cairo 1.16 cannot: its language, so that it is read aloud in it, and its direction.
/// Written behind the file as a change of it (ISO 32000-1, 7.5.6), which leaves every byte before in its place.
struct PDFCatalogue {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The file as it was, where it is not one of Cairo's.
    func speaking(_ locale: LocaleTag) -> [UInt8] {
        // One scalar a byte: places in the text are places in the file.
        let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        guard let trailer = text.range(of: "trailer", options: .backwards),
            let root = Self.number("/Root ", text[trailer.upperBound...]),
            let size = Self.number("/Size ", text[trailer.upperBound...]),
            let info = Self.number("/Info ", text[trailer.upperBound...]),
            let previous = Self.number("startxref\n", text[trailer.upperBound...]),
            let start = text.range(of: "\n\(root) 0 obj\n", options: .backwards),
            let end = text.range(of: ">>\nendobj", range: start.upperBound..<text.endIndex)
        else { return bytes }
        let direction = locale.direction == .rightToLeft ? "/R2L" : "/L2R"
        let object = """
            \(root) 0 obj
            \(text[start.upperBound..<end.lowerBound])   /Lang (\(locale))
               /ViewerPreferences << /DisplayDocTitle true /Direction \(direction) >>
            >>
            endobj

            """
        let place = String(bytes.count + 1)
        let offset = String(repeating: "0", count: 10 - place.count) + place
        let tail = """

            \(object)xref
            0 1
            0000000000 65535 f\u{20}
            \(root) 1
            \(offset) 00000 n\u{20}
            trailer
            << /Size \(size)
               /Root \(root) 0 R
               /Info \(info) 0 R
               /Prev \(previous)
            >>
            startxref
            \(bytes.count + 1 + object.utf8.count)
            %%EOF

            """
        return bytes + Array(tail.utf8)
    }

    private static func number(_ name: String, _ text: Substring) -> Int? {
        text.range(of: name).flatMap { Int(text[$0.upperBound...].prefix { $0.isASCII && $0.isNumber }) }
    }
}
