import Glibc

/// Two connected descriptors that no other child inherits: an inherited end would hide that the other
/// is closed. Closing them is the caller's part.
struct SocketPair {
    let first: Int32
    let second: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        try SystemError.check("socketpair", socketpair(AF_UNIX, kind, 0, &ends))
        (first, second) = (ends[0], ends[1])
    }
}
