import Testing
import Web

@testable import Storefront

@Suite struct QRCodeTests {
    private static let address = "otpauth://totp/Brand:ada%40example%2Ecom?secret=JBSWY3DPEHPK3PXP&issuer=Brand"

    @Test("A code has its three finder patterns and its timing line (ISO/IEC 18004 §6.3)")
    func patterns() throws {
        let code = try QRCode(Self.address)
        #expect(code.side >= 21 && (code.side - 17) % 4 == 0)
        for (column, row) in [(0, 0), (code.side - 7, 0), (0, code.side - 7)] {
            for y in 0..<7 {
                for x in 0..<7 {
                    let ring = max(abs(x - 3), abs(y - 3))
                    #expect(code.isDark(column + x, row + y) == (ring != 2))
                }
            }
        }
        for index in 8..<code.side - 8 { #expect(code.isDark(index, 6) == (index % 2 == 0)) }
    }

    @Test("Its drawing is dark on light, and its label cannot leave the attribute")
    func drawing() throws {
        let svg = try QRCode(Self.address).svg(label: "\"><script>").description
        #expect(svg.contains("aria-label=\"&quot;&gt;&lt;script&gt;\"") && !svg.contains("<script"))
        #expect(svg.contains("fill=\"#fff\"") && svg.contains("fill=\"#000\""))
        #expect(svg.firstMatch(of: /\sstyle=/) == nil)
    }

    @Test("What no code holds is refused")
    func tooLong() {
        #expect(throws: QRCode.TooLong.self) { try QRCode(String(repeating: "a", count: 5_000)) }
    }

    @Test(
        "A device is called by its browser and system",
        arguments: [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
            ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120", "Edge on Windows"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari on iPhone"),
            ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36", "Chrome on Android"),
        ])
    func devices(agent: String, name: String) {
        #expect(DeviceName(userAgent: agent).text { "\($0) on \($1)" } == name)
    }

    @Test("A device that says nothing of itself has no name")
    func nameless() {
        #expect(DeviceName(userAgent: "curl/8").text { "\($0) on \($1)" } == nil)
        #expect(DeviceName(userAgent: nil).text { "\($0) on \($1)" } == nil)
    }
}
