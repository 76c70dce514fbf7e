package import HTTPTypes
package import HummingbirdCore
package import NIOCore

/// What a handler hands back: the edge turns it into a response with what every answer carries.
package struct Answer: Sendable {
    package enum Body: Sendable {
        case empty
        case bytes(ByteBuffer)
        /// Written piece by piece as the reader takes it.
        case stream(@Sendable (inout any ResponseBodyWriter) async throws -> Void)
    }

    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var body: Body
    package var cache: CachePolicy
    /// Inputs that the handler looked at beyond what the stages before it know of.
    package var vary: Vary
    /// True when `headers` already hold everything but what differs per request.
    var isPrepared = false

    package init(
        _ status: HTTPResponse.Status, headers: HTTPFields = [:], body: Body = .empty, cache: CachePolicy = .personal,
        vary: Vary = []
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.cache = cache
        self.vary = vary
    }

    package static func json(
        _ value: some JSONWritable, status: HTTPResponse.Status = .ok, cache: CachePolicy = .personal
    ) -> Answer {
        json(status: status, cache: cache) { value.write(to: &$0) }
    }

    package static func json(
        status: HTTPResponse.Status = .ok, cache: CachePolicy = .personal,
        _ write: (inout JSONWriter) throws -> Void
    ) rethrows -> Answer {
        var writer = JSONWriter()
        try write(&writer)
        return bytes(writer.bytes, type: "application/json", status: status, cache: cache)
    }

    package static func html(
        _ page: String, status: HTTPResponse.Status = .ok, cache: CachePolicy = .personal
    ) -> Answer {
        bytes(Array(page.utf8), type: "text/html; charset=utf-8", status: status, cache: cache)
    }

    package static func bytes(
        _ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok, cache: CachePolicy
    ) -> Answer {
        Answer(status, headers: [.contentType: type], body: .bytes(ByteBuffer(bytes: bytes)), cache: cache)
    }

    package static var noContent: Answer { Answer(.noContent) }

    /// `target` is a path of this host; anything that could leave it is our fault and stays here.
    package static func redirect(to target: String, status: HTTPResponse.Status = .seeOther) -> Answer {
        Answer(status, headers: [.location: isLocal(target) ? target : "/"])
    }

    /// Whether a browser that is led there stays on this host. Browsers leave tabs and line ends out of an address,
    /// so that one between two slashes would hide that they begin another host's.
    package static func isLocal(_ target: String) -> Bool {
        target.hasPrefix("/") && !target.hasPrefix("//") && !target.hasPrefix("/\\")
            && target.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    /// To the same page at another host of the same site: whoever writes `address` has it from the directory. A
    /// partner may change its mind, so nobody keeps it for good, whatever the status says.
    static func moved(to address: String) -> Answer {
        Answer(.permanentRedirect, headers: [.location: address], cache: .shared(seconds: movedSeconds), vary: [.host])
    }

    private static let movedSeconds = 300

    package func with(_ name: HTTPField.Name, _ value: String) -> Answer {
        var copy = self
        copy.headers[name] = value
        return copy
    }

    package func varying(_ inputs: Vary) -> Answer {
        var copy = self
        copy.vary.formUnion(inputs)
        return copy
    }

    package func setting(_ cookie: Cookie) -> Answer {
        var copy = self
        copy.headers.append(HTTPField(name: .setCookie, value: cookie.header))
        return copy
    }
}
