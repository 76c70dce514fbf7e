import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization
import Web

/// A browser without scripts: it keeps cookies, follows links and sends forms, and remembers the page
/// that it is on. Dials 127.0.0.1 and names the host itself.
final class Browser: Sendable {
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))
    private static let bytesMax = 4 * 1024 * 1024

    private let port: Int
    private let host: String
    private let cookies = Mutex<[String: String]>([:])

    init(port: Int, host: String) {
        self.port = port
        self.host = host
    }

    /// The same cookies in a browser on another host, as no browser would send them.
    func carried(to host: String) -> Browser {
        let other = Browser(port: port, host: host)
        let kept = cookies.withLock { $0 }
        other.cookies.withLock { $0 = kept }
        return other
    }

    /// Changes one letter in the middle of a kept cookie.
    func spoil(_ cookie: String) {
        cookies.withLock { cookies in
            guard let value = cookies["__Host-\(cookie)"] else { return }
            let middle = value.index(value.startIndex, offsetBy: value.count / 2)
            let letter = value[middle] == "A" ? "B" : "A"
            cookies["__Host-\(cookie)"] = value[..<middle] + letter + value[value.index(after: middle)...]
        }
    }

    func get(_ path: String, language: String? = nil) async throws -> Page {
        try await send(.GET, path, language: language, form: nil)
    }

    /// Follows redirects to a page.
    func open(_ path: String, language: String? = nil) async throws -> Page {
        var page = try await get(path, language: language)
        while let target = page.location { page = try await get(target, language: language) }
        return page
    }

    func post(_ path: String, _ fields: [(String, String)]) async throws -> Page {
        try await send(.POST, path, language: nil, form: fields)
    }

    /// Sends a form and follows where it leads.
    func submit(_ form: Form, _ fields: [(String, String)] = []) async throws -> Page {
        let page = try await post(form.action, form.hidden + fields)
        guard let target = page.location else { return page }
        return try await open(target)
    }

    private func send(
        _ method: HTTPMethod, _ path: String, language: String?, form: [(String, String)]?
    ) async throws -> Page {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.headers.replaceOrAdd(name: "host", value: host)
        request.headers.add(name: "accept", value: "text/html")
        if let language { request.headers.add(name: "accept-language", value: language) }
        let jar = cookies.withLock { $0.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
        if !jar.isEmpty { request.headers.add(name: "cookie", value: jar) }
        if let form {
            request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            request.headers.add(name: "origin", value: "http://\(host)")
            let body = form.map { "\(PercentCoding.encode($0.0))=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await Self.client.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: Self.bytesMax)
        for cookie in response.headers["set-cookie"] {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            cookies.withLock { $0[pair[0]] = pair.count == 2 ? pair[1] : "" }
        }
        return Page(status: Int(response.status.code), headers: response.headers, html: String(buffer: body))
    }
}

/// A form of a page: where it goes and what it carries unseen.
struct Form {
    let action: String
    let hidden: [(String, String)]
}

/// What came back.
struct Page {
    let status: Int
    let headers: HTTPHeaders
    let html: String

    var location: String? { (300..<400).contains(status) ? headers.first(name: "location") : nil }
    var title: String { html.firstMatch(of: /<title>([^<]*)</).map { String($0.1) } ?? "" }
    var isHidden: Bool { html.contains("<meta name=\"robots\" content=\"noindex\">") }

    func links(_ part: String) -> [String] {
        html.matches(of: /href="([^"]+)"/).map { Self.plain($0.1) }.filter { $0.contains(part) }
    }

    /// The first form whose action ends so.
    func form(_ action: String) -> Form? {
        html.matches(of: /<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/.dotMatchesNewlines())
            .first { $0.1.hasSuffix(action) }
            .map { match in
                let hidden = match.2.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/)
                return Form(action: Self.plain(match.1), hidden: hidden.map { (Self.plain($0.1), Self.plain($0.2)) })
            }
    }

    private static func plain(_ text: Substring) -> String {
        text.replacingOccurrences(of: "&amp;", with: "&").replacingOccurrences(of: "&quot;", with: "\"")
            .replacingOccurrences(of: "&#39;", with: "'").replacingOccurrences(of: "&lt;", with: "<")
    }
}
