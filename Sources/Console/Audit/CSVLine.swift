/// A line of comma-separated values (RFC 4180) that is safe to open in a spreadsheet: a cell that would be taken
/// for a formula is led by an apostrophe (OWASP, CSV injection).
enum CSVLine {
    private static let formulaLeads: Set<UInt8> = [
        UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D,
    ]

    static func text(_ cells: [String?]) -> String {
        cells.map { cell($0 ?? "") }.joined(separator: ",") + "\r\n"
    }

    /// By bytes: a quote with a combining mark is one character, and ends the cell all the same.
    private static func cell(_ text: String) -> String {
        let text = text.utf8.first.map(formulaLeads.contains) == true ? "'" + text : text
        guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
        var quoted: [UInt8] = [0x22]
        for byte in text.utf8 {
            if byte == 0x22 { quoted.append(byte) }
            quoted.append(byte)
        }
        return String(decoding: quoted + [0x22], as: UTF8.self)
    }
}
