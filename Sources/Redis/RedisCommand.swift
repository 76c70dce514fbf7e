/// A command and its arguments, which are bytes: nothing in a value can become syntax.
package struct RedisCommand: Hashable, Sendable {
    package let arguments: [[UInt8]]

    package init(_ name: String, _ arguments: String...) {
        self.init(name, arguments: arguments.map { Array($0.utf8) })
    }

    package init(_ name: String, arguments: [[UInt8]]) {
        self.arguments = [Array(name.utf8)] + arguments
    }

    var name: String { String(decoding: arguments[0], as: UTF8.self).uppercased() }

    /// Commands that change the connection's state, answer other than once, or keep it waiting. On a
    /// connection that many tasks share they would disturb or mismatch the others.
    private static let unshareable: Set<String> = [
        "AUTH", "BLMOVE", "BLMPOP", "BLPOP", "BRPOP", "BRPOPLPUSH", "BZMPOP", "BZPOPMAX", "BZPOPMIN", "CLIENT", "HELLO",
        "MONITOR", "PSUBSCRIBE", "PSYNC", "PUNSUBSCRIBE", "QUIT", "READONLY", "READWRITE", "RESET", "SELECT",
        "SSUBSCRIBE", "SUBSCRIBE", "SUNSUBSCRIBE", "SYNC", "UNSUBSCRIBE", "WAIT", "WATCH", "XREAD", "XREADGROUP",
    ]

    /// The name of the first command that must not be sent over a shared connection. A transaction is
    /// shareable when one batch holds all of it.
    static func unshareable(in commands: [RedisCommand]) -> String? {
        var isOpen = false
        for name in commands.map(\.name) {
            if unshareable.contains(name) { return name }
            switch name {
            case "MULTI": isOpen = true
            case "EXEC", "DISCARD": isOpen = false
            default: break
            }
        }
        return isOpen ? "MULTI" : nil
    }
}
