/// Why a private server is not there. Every case says in plain words what to do about it,
/// because its reader is somebody who typed `make run`.
package enum PrivateServerError: Error, Sendable, CustomStringConvertible {
    /// A program is not installed; `package` is the Debian package that has it.
    case missingProgram(String, package: String)
    /// Another living process (or another server object of this one) holds the directory.
    case inUse(directory: String, by: String)
    /// The data directory cannot be used as it is, and touching it could lose data.
    case unusableData(String)
    /// A call of the operating system failed.
    case system(String, code: Int32)
    /// The server ended before it was ready, or was not ready in time.
    case notReady(String, log: String)
    /// One of the server's own tools failed, for example `createdb`.
    case toolFailed(String, output: String)

    package var description: String {
        switch self {
        case .missingProgram(let program, let package):
            "\(program) is not installed. Type: sudo apt-get install --yes --no-install-recommends \(package)"
        case .inUse(let directory, let owner):
            "\(directory) is in use by \(owner). Stop that one first, or choose another directory."
        case .unusableData(let reason):
            reason
        case .system(let call, let code):
            "\(call): \(SystemError.text(code))"
        case .notReady(let reason, let log):
            log.isEmpty ? reason : "\(reason). Its last words:\n\(log)"
        case .toolFailed(let tool, let output):
            "\(tool) failed: \(output)"
        }
    }
}
