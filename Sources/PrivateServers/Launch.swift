import Foundation
import Glibc

/// How a process is started: by its argument vector, never through a shell's reading of a path, and in
/// a process group of its own, so that Ctrl-C on our terminal does not reach it.
struct Launch: Sendable {
    /// Only what the tools need: variables such as `PGOPTIONS` or `PGHOST` must not reach them.
    static let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "TZ=UTC"]

    /// The working directory may be closed to the account that the program is going to run as.
    private static let prelude = ["/usr/bin/env", "--chdir=/", "--"]

    var arguments: [String]
    /// Beside `environment`, for what must not stand among the arguments, which everyone may read.
    var furtherEnvironment: [String: String]
    /// Becomes descriptor 0; `/dev/null` otherwise.
    var input: Int32?
    /// Becomes descriptors 1 and 2; `/dev/null` otherwise.
    var output: Int32?

    init(
        _ arguments: [String], furtherEnvironment: [String: String] = [:], input: Int32? = nil, output: Int32? = nil
    ) {
        self.arguments = arguments
        self.furtherEnvironment = furtherEnvironment
        self.input = input
        self.output = output
    }

    func spawn() throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        connect(input, to: 0, mode: O_RDONLY, &actions)
        connect(output, to: 1, mode: O_WRONLY, &actions)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        closeOthers(&actions)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        separate(&attributes)

        var pid = pid_t()
        let code = withCStrings(Self.prelude + arguments) { arguments in
            withCStrings(Self.environment + furtherEnvironment.map { "\($0)=\($1)" }) { environment in
                posix_spawn(&pid, Self.prelude[0], &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw PrivateServerError.system("starting \(arguments[0])", code: code) }
        return pid
    }

    private func connect(
        _ descriptor: Int32?, to target: Int32, mode: Int32, _ actions: inout posix_spawn_file_actions_t
    ) {
        if let descriptor {
            posix_spawn_file_actions_adddup2(&actions, descriptor, target)
        } else {
            posix_spawn_file_actions_addopen(&actions, target, "/dev/null", mode, 0)
        }
    }

    /// A pipe's end that a server inherits keeps whoever reads that pipe waiting for as long as the server
    /// lives. The C library's call for it (`addclosefrom_np`) is hidden from Swift.
    private func closeOthers(_ actions: inout posix_spawn_file_actions_t) {
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in open.compactMap({ Int32($0) }) where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
    }

    /// A server that inherited an ignored SIGINT could not be stopped by it. Group 0 means a new one.
    private func separate(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETPGROUP)
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    private func withCStrings<Result>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("an array with a terminator is not empty") }
            return body(base)
        }
    }
}
