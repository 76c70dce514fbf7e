import CQRCode
import Foundation
import Web

/// A QR code (ISO/IEC 18004) as inline SVG, drawn here so that a secret goes to nobody who draws such things.
struct QRCode: Sendable {
    struct TooLong: Error {}

    /// Light modules around it, without which cameras do not find it.
    static let quietModules = 4

    /// One side, in modules, without the quiet zone.
    let side: Int
    private let dark: [Bool]

    /// Throws `TooLong` for what no code holds.
    init(_ text: String) throws {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { throw TooLong() }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        dark = (0..<side * side).map { code.pointee.data[$0] & 1 == 1 }
    }

    func isDark(_ column: Int, _ row: Int) -> Bool { dark[row * side + column] }

    /// Dark on light in either palette: not every camera reads it the other way round. The label is escaped here.
    func svg(label: String) -> SafeHTML {
        let whole = side + 2 * Self.quietModules
        var path = ""
        for row in 0..<side {
            var column = 0
            while column < side {
                guard isDark(column, row) else {
                    column += 1
                    continue
                }
                let start = column
                while column < side, isDark(column, row) { column += 1 }
                path +=
                    "M\(start + Self.quietModules) \(row + Self.quietModules)h\(column - start)v1h-\(column - start)z"
            }
        }
        return SafeHTML(
            trusted: """
                <svg class="qr" role="img" aria-label="\(ScalarHTML.escape(label))" viewBox="0 0 \(whole) \(whole)" \
                shape-rendering="crispEdges"><rect width="\(whole)" height="\(whole)" fill="#fff"/>\
                <path fill="#000" d="\(path)"/></svg>
                """)
    }
}
