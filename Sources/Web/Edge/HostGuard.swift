import NIOHTTP1

/// Lets a Host through only if there can be no two opinions about it.
///
/// It looks before the codec to HTTP types, because that one takes the authority out of an
/// absolute-form target and keeps a second Host as an ordinary field. A head whose target is not
/// in origin form, or whose Host is missing, doubled or joined by commas, goes on without any
/// host, so that the edge, finding none, answers 400 in its turn: pipelined requests stay in order.
enum HostGuard {
    /// The head without its host, where that is in doubt; nil where it can go on as it is.
    static func doubted(_ head: HTTPRequestHead) -> HTTPRequestHead? {
        guard !isCertain(head) else { return nil }
        var head = head
        head.headers.remove(name: "host")
        // What follows on such a connection is not worth parsing.
        head.headers.replaceOrAdd(name: "connection", value: "close")
        return head
    }

    private static func isCertain(_ head: HTTPRequestHead) -> Bool {
        guard head.uri.utf8.first == UInt8(ascii: "/") || (head.uri == "*" && head.method == .OPTIONS) else {
            return false
        }
        var hosts = 0
        for (name, value) in head.headers where name.utf8.count == 4 && name.lowercased() == "host" {
            hosts += 1
            let isPlain = value.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") }
            guard hosts == 1, isPlain, !value.isEmpty else { return false }
        }
        return hosts == 1
    }
}
