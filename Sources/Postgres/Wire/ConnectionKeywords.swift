internal import CLibpq

/// The keywords and values of libpq, read from a connection string and from the environment.
enum ConnectionKeywords {
    /// Those that the string itself gives.
    static func parse(_ conninfo: String) throws -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(conninfo, &message) else {
            defer { PQfreemem(message) }
            let text = message.map { String(cString: $0).trimmedLine } ?? "the connection string can not be read"
            throw PostgresError(kind: .misconfigured, message: text)
        }
        return takeValues(options)
    }

    /// Those of the environment (`PGHOST`, `PGPORT`, …) and libpq's own.
    static func defaults() -> [String: String] {
        guard let options = PQconndefaults() else { return [:] }
        return takeValues(options)
    }

    /// Which variable of the environment stands for which keyword.
    static func environmentNames() -> [String: String] {
        guard let options = PQconndefaults() else { return [:] }
        defer { PQconninfoFree(options) }
        var names: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let name = option.pointee.envvar { names[String(cString: keyword)] = String(cString: name) }
            option += 1
        }
        return names
    }

    private static func takeValues(_ options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return values
    }
}
