/// A connection string of libpq in either of its forms, for those who reach another database with it,
/// or hand it to one of PostgreSQL's own programs.
package enum ConnectionString {
    /// `text` with further keywords, which win over its own.
    package static func adding(_ keywords: KeyValuePairs<String, String>, to text: String) -> String {
        guard text.contains("://") else {
            // libpq takes the last of two equal keywords.
            return keywords.reduce(into: text) { $0 += " \($1.key)='\(quoted($1.value))'" }
        }
        let items = keywords.map { "\($0.key)=\(percentCoded($0.value))" }
        return text + (text.contains("?") ? "&" : "?") + items.joined(separator: "&")
    }

    /// The database that it leads to.
    ///
    /// - Throws: ``PostgresError`` of kind `misconfigured` when libpq does not understand it.
    package static func database(of text: String) throws -> String {
        let keywords = try resolved(text)
        return keywords["dbname"] ?? keywords["user"] ?? "postgres"
    }

    /// What `pg_dump` and its like read from their environment instead of their arguments, which every
    /// user of the machine may see. Keywords that have no variable tune a connection and are left out.
    ///
    /// - Throws: ``PostgresError`` of kind `misconfigured` when libpq does not understand it.
    package static func environment(of text: String) throws -> [String: String] {
        let variables = ConnectionKeywords.environmentNames()
        var environment: [String: String] = [:]
        for (keyword, value) in try resolved(text) where !value.isEmpty {
            if let name = variables[keyword] { environment[name] = value }
        }
        return environment
    }

    private static func resolved(_ text: String) throws -> [String: String] {
        ConnectionKeywords.defaults().merging(try ConnectionKeywords.parse(text)) { $1 }
    }

    private static func quoted(_ value: String) -> String {
        value.reduce(into: "") { $0 += $1 == "'" || $1 == "\\" ? "\\\($1)" : "\($1)" }
    }

    private static func percentCoded(_ value: String) -> String {
        value.utf8.reduce(into: "") { text, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }
}
