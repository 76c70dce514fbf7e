/// How a private server is to run: the same for PostgreSQL and Redis, so that `make run` and the
/// tests differ only in these values.
package struct PrivateServerOptions: Sendable {
    /// The server keeps everything in a subdirectory of this one, which is made if it is missing.
    package var directory: String
    /// `false` trades every safety of the data for speed; only for data that may vanish.
    package var durable: Bool
    /// The server is stopped in order when our process ends, however it ends.
    package var diesWithParent: Bool
    /// The server's subdirectory is removed after it was stopped, and `directory` if that is empty then.
    package var removedAtEnd: Bool
    package var connectionsMax: Int
    /// Further settings of the server, by its own names. They win over ours.
    package var settings: [String: String]
    /// How long a start may take; recovery after a crash is part of it.
    package var startSeconds: Int

    package init(
        directory: String, durable: Bool = true, diesWithParent: Bool = true, removedAtEnd: Bool = false,
        connectionsMax: Int = 100, settings: [String: String] = [:], startSeconds: Int = 60
    ) {
        self.directory = directory
        self.durable = durable
        self.diesWithParent = diesWithParent
        self.removedAtEnd = removedAtEnd
        self.connectionsMax = connectionsMax
        self.settings = settings
        self.startSeconds = startSeconds
    }

    /// Fast, forgetful, and gone with the process.
    package static func test(directory: String) -> PrivateServerOptions {
        PrivateServerOptions(directory: directory, durable: false, removedAtEnd: true, connectionsMax: 600)
    }
}
