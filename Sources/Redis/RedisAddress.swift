import Foundation

/// Where Redis is and how to enter, read from a URL:
/// `redis://[user[:password]@]host[:port][/database]`, `rediss://…` for TLS (`?ca=<PEM file>` for an
/// authority of one's own), `unix:///path[?db=database]`.
package struct RedisAddress: Sendable, Equatable {
    enum Endpoint: Sendable, Equatable {
        case host(String, port: Int)
        case unix(path: String)
    }

    package struct Invalid: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    private static let defaultPort = 6379

    let endpoint: Endpoint
    let usesTLS: Bool
    let authorityFile: String?
    let user: String?
    let password: String?
    let database: Int

    /// - Throws: `Invalid`, whose words never repeat the URL, because it may hold a password.
    package init(url: String) throws(Invalid) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased() else {
            throw Invalid(description: "not a URL; expected redis://, rediss:// or unix://")
        }
        let query = Dictionary((parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }) { $1 }
        var database = query["db"]
        switch scheme {
        case "redis", "rediss":
            guard let host = parts.host, !host.isEmpty else { throw Invalid(description: "the URL names no host") }
            let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
            endpoint = .host(bare, port: parts.port ?? Self.defaultPort)
            if parts.path.count > 1 { database = String(parts.path.dropFirst()) }
        case "unix", "redis+unix":
            guard parts.path.hasPrefix("/"), parts.path.count > 1 else {
                throw Invalid(description: "a unix URL needs an absolute path: unix:///run/redis.sock")
            }
            endpoint = .unix(path: parts.path)
        default:
            throw Invalid(description: "unknown scheme \(scheme); expected redis://, rediss:// or unix://")
        }
        guard let number = Int(database ?? "0"), number >= 0 else {
            throw Invalid(description: "the database is not a number")
        }
        self.database = number
        usesTLS = scheme == "rediss"
        authorityFile = query["ca"]
        user = parts.user.flatMap { $0.isEmpty ? nil : $0 }
        password = parts.password
    }

    /// What a connection says first. `PING` comes last: it fails while Redis loads its data.
    var greeting: [RedisCommand] {
        var commands: [RedisCommand] = []
        if let password {
            let words = (user.map { [$0] } ?? []) + [password]
            commands.append(RedisCommand("AUTH", arguments: words.map { Array($0.utf8) }))
        }
        if database != 0 { commands.append(RedisCommand("SELECT", "\(database)")) }
        return commands + [RedisCommand("CLIENT", "SETNAME", "travelhub"), RedisCommand("PING")]
    }
}
