import Testing

@testable import Outbound

@Suite("Addresses that a stranger wrote down")
struct OutboundURLTests {
    @Test("What every parser reads alike is taken apart")
    func plain() throws {
        let url = try #require(OutboundURL("https://Login.Example.com:8443/realms/a?x=1"))
        #expect(url.scheme == .https && url.hostText == "login.example.com" && url.port == 8443)
        #expect(url.path == "/realms/a?x=1" && !url.isLoopback)
        let bare = try #require(OutboundURL("http://localhost"))
        #expect(bare.port == 80 && bare.path == "/" && bare.isLoopback)
        #expect(try #require(OutboundURL("https://[::1]:8/?q")).isLoopback)
        #expect(try #require(OutboundURL("https://127.9.9.9")).isLoopback)
    }

    @Test(
        "What two could read in two ways is none",
        arguments: [
            "", "https://", "ftp://example.com", "HTTPS://example.com", "//example.com", "https:example.com",
            "https://user@example.com", "https://example.com@127.0.0.1", "https://example.com#@127.0.0.1",
            "https://example.com\\@127.0.0.1", "https://127.1", "https://0x7f.1", "https://2130706433",
            "https://0177.0.0.1", "https://example.com:0", "https://example.com:65536", "https://example.com:+80",
            "https://example.com:", "https://[::1", "https://[127.0.0.1]", "https://[::1%25lo]", "https://[::1]x",
            "https://exa mple.com", "https://example.com/ä", "https://example.com/\r\nHost: x", "https://exam_ple..com",
        ])
    func refused(text: String) {
        #expect(OutboundURL(text) == nil)
    }
}
