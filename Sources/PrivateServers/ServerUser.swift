import Glibc

/// Who runs a server. PostgreSQL refuses root, and Redis has no need of it, so as root we hand them to
/// an unprivileged account; otherwise they run as ourselves.
struct ServerUser: Sendable, Equatable {
    let name: String
    let uid: uid_t
    let gid: gid_t

    /// The account for `preferred`'s server, or the owner of the data that an earlier run left.
    static func choose(preferred: String, owning data: String) throws -> ServerUser {
        let own = geteuid()
        guard own == 0 else { return ServerUser(name: account(own)?.name ?? "\(own)", uid: own, gid: getegid()) }
        if let owner = FilePath.status(data)?.st_uid, owner != 0, let user = account(owner) { return user }
        guard let user = account(named: preferred) ?? account(named: "nobody") else {
            throw PrivateServerError.unusableData(
                "\(preferred) must not run as root, and there is neither an account \(preferred) nor nobody.")
        }
        return user
    }

    /// `arguments` as this user would run them.
    func running(_ arguments: [String]) throws -> [String] {
        guard uid != geteuid() else { return arguments }
        let setpriv = try Program.find("setpriv", package: "util-linux")
        let switching = [
            "--reuid=\(uid)", "--regid=\(gid)", "--clear-groups", "--inh-caps=-all", "--no-new-privs", "--",
        ]
        return [setpriv] + switching + arguments
    }

    private static func account(_ uid: uid_t) -> ServerUser? { getpwuid(uid).map(read) }

    private static func account(named name: String) -> ServerUser? { getpwnam(name).map(read) }

    private static func read(_ entry: UnsafeMutablePointer<passwd>) -> ServerUser {
        ServerUser(name: String(cString: entry.pointee.pw_name), uid: entry.pointee.pw_uid, gid: entry.pointee.pw_gid)
    }
}
