internal import CLibpq

extension PostgresError {
    /// Reads the fields of an ErrorResponse.
    init(_ result: OpaquePointer, statement: String?) {
        // The codes of protocol section 55.8, which libpq defines as C characters.
        func field(_ code: Character) -> String? {
            guard let code = code.asciiValue else { return nil }
            return PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
        }
        let fallback = PQresultErrorMessage(result).map { String(cString: $0) } ?? "no message"
        if let sqlState = field("C") {
            self.init(sqlState: sqlState, message: field("M") ?? fallback)
        } else {
            self.init(kind: .unavailable, message: fallback.trimmedLine)
        }
        detail = field("D")
        hint = field("H")
        schema = field("s")
        table = field("t")
        column = field("c")
        constraint = field("n")
        self.statement = statement
    }
}

extension String {
    /// libpq ends its messages with a line break.
    var trimmedLine: String {
        var text = Substring(self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
