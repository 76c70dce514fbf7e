import Crypto

/// A Lua script, called by the digest of its text so that the text travels only when Redis lacks it.
package struct RedisScript: Sendable {
    package let source: String
    /// SHA-1, as Redis names scripts: a name, not a proof of anything.
    package let digest: String

    package init(_ source: String) {
        self.source = source
        let hex = Array("0123456789abcdef")
        digest = Insecure.SHA1.hash(data: Array(source.utf8)).reduce(into: "") { text, byte in
            text.append(hex[Int(byte >> 4)])
            text.append(hex[Int(byte & 15)])
        }
    }

    func call(keys: [String], arguments: [[UInt8]]) -> RedisCommand { command("EVALSHA", digest, keys, arguments) }

    /// Runs the script and leaves it with Redis, in one round trip.
    func load(keys: [String], arguments: [[UInt8]]) -> RedisCommand { command("EVAL", source, keys, arguments) }

    private func command(_ name: String, _ script: String, _ keys: [String], _ arguments: [[UInt8]]) -> RedisCommand {
        RedisCommand(name, arguments: ([script, "\(keys.count)"] + keys).map { Array($0.utf8) } + arguments)
    }
}
