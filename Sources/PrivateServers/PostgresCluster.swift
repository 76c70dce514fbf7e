import Foundation
import Glibc
import Logging

/// The data directory of a private PostgreSQL: made completely or not at all, and put in order after a
/// crash before the server is started on it.
struct PostgresCluster: Sendable {
    let programs: String
    let place: ServerPlace
    let options: PrivateServerOptions
    let logger: Logger

    private var partial: String { "\(place.root)/data.partial" }

    /// Makes the cluster if there is none, and removes what a crash left in the way.
    func makeReady() async throws {
        if FilePath.status(partial) != nil {
            logger.notice("removing \(partial), which an interrupted first start left unfinished")
            try FilePath.remove(partial)
        }
        if FilePath.isDirectory(place.data) {
            try await checkVersion()
            try await clearPidFile()
        } else {
            try await create()
        }
    }

    var recipe: ServerProcess.Recipe {
        let programs = programs
        let sockets = place.sockets
        return ServerProcess.Recipe(
            name: "PostgreSQL", place: place, options: options, arguments: arguments, stopSignal: ("INT", SIGINT),
            isReady: {
                let question = [
                    "\(programs)/pg_isready", "-q", "-t", "1", "-h", sockets, "-p", "\(PrivatePostgres.port)",
                ]
                return try await Tool.run(question).status == 0
            },
            // Backends of a killed postmaster go a moment after it.
            passingFault: "pre-existing shared memory block")
    }

    /// initdb works beside the final name, which appears by one rename only when all is done.
    private func create() async throws {
        logger.info("making a PostgreSQL cluster in \(place.data)")
        try FilePath.makePrivate(partial, for: place.user)
        var command = [
            "\(programs)/initdb", "--pgdata", partial, "--username", PrivatePostgres.superuser,
            "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
        ]
        command.append(options.durable ? "--data-checksums" : "--no-sync")
        try await Tool.succeed(place.user.running(command))
        try SystemError.check("rename \(partial)", rename(partial, place.data))
    }

    private func checkVersion() async throws {
        let found = FilePath.text("\(place.data)/PG_VERSION")?.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let found else {
            throw PrivateServerError.unusableData(
                "\(place.data) holds no PostgreSQL cluster (no readable PG_VERSION). Move it away and start again."
            )
        }
        // "postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)"
        let words = try await Tool.succeed(["\(programs)/postgres", "--version"]).split(separator: " ")
        let installed = words.dropFirst(2).first.map { $0.prefix { $0 != "." } } ?? ""
        guard installed == found else {
            throw PrivateServerError.unusableData(
                """
                \(place.data) was made by PostgreSQL \(found), and \(programs) holds \(installed). \
                Install postgresql-\(found), or dump with the old version and move the directory away.
                """)
        }
    }

    /// PostgreSQL itself recovers from a stale pid file, except when the number was given to another
    /// process of the same account, which it takes for a postmaster.
    private func clearPidFile() async throws {
        let path = "\(place.data)/postmaster.pid"
        guard let line = FilePath.text(path)?.split(separator: "\n").first, let pid = pid_t(line) else { return }
        if let leftover = Leftover(pid: pid, workingDirectory: place.data) {
            try await leftover.stop(signal: SIGINT, logger: logger)
        } else if Leftover.exists(pid) {
            logger.notice("removing \(path): process \(pid) is something else by now")
            try FilePath.remove(path)
        }
    }

    private var arguments: [String] {
        var settings = [
            "listen_addresses": "", "port": "\(PrivatePostgres.port)", "unix_socket_directories": quotedSockets,
            "unix_socket_permissions": "0700", "max_connections": "\(options.connectionsMax)",
            "timezone": "UTC", "log_timezone": "UTC",
        ]
        if !options.durable {
            for name in ["fsync", "synchronous_commit", "full_page_writes"] { settings[name] = "off" }
        }
        settings.merge(options.settings) { $1 }
        let pairs = settings.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0)=\($1)"] }
        return ["\(programs)/postgres", "-D", place.data] + pairs
    }

    /// The setting is a list; quotes keep a comma in a path from dividing it.
    private var quotedSockets: String {
        "\"" + place.sockets.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
