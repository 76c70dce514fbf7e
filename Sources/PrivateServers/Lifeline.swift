import Glibc

/// Ties a server's life to ours, even through kill -9: a small watcher holds the other end of a socket
/// pair, which the kernel closes when we are gone, and then stops the server in order.
final class Lifeline: Sendable {
    /// `$$` inside the watcher is the first shell's number, which the server keeps through `exec`. The
    /// watcher is orphaned on purpose: PostgreSQL would take the end of an unknown child for a crash.
    /// A line on the wire means that the owner saw the server end; its number may be a stranger's now.
    private static let script = """
        signal=$1 remove=$2; shift 2
        exec 3<&0 </dev/null
        ( (
          trap '' HUP INT TERM
          if read -r _ <&3; then exit 0; fi
          kill -s CONT "$$"; kill -s "$signal" "$$"
          tries=0
          while kill -s 0 "$$" 2>/dev/null; do
            tries=$((tries + 1)); [ "$tries" -ne 300 ] || kill -s KILL "$$"
            [ "$tries" -lt 400 ] || break
            sleep 0.1
          done
          [ -z "$remove" ] || { rm -rf -- "$remove"; rmdir -- "${remove%/*}" 2>/dev/null; }
        ) & )
        exec 3<&- "$@"
        """

    private let ours: Int32

    private init(ours: Int32) { self.ours = ours }

    /// Starts `arguments` with a watcher that sends it `signalName` when we are gone.
    ///
    /// - Parameter removed: a directory that the watcher deletes once the server has ended, with its parent
    ///   if that is empty then.
    static func start(
        _ arguments: [String], output: Int32, signalName: String, removed: String?
    ) throws -> (Child, Lifeline) {
        let pair = try SocketPair()
        let lifeline = Lifeline(ours: pair.first)
        defer { close(pair.second) }
        let shell = ["/bin/sh", "-c", script, "sh", signalName, removed ?? ""]
        let child = try Child(Launch(shell + arguments, input: pair.second, output: output))
        return (child, lifeline)
    }

    /// Tells the watcher that the server has ended and that it may go.
    func release() {
        var line = UInt8(ascii: "\n")
        // A watcher that somebody killed must not turn this into SIGPIPE.
        _ = send(ours, &line, 1, Int32(MSG_NOSIGNAL))
    }

    deinit { close(ours) }
}
