import Crypto
import Foundation
import NIOHTTP1
import Tenancy
import Testing
import Vocabulary

/// Somebody with an account of a site, in a browser.
struct Member {
    let browser: Browser
    let partner: TwoSites.Partner
    let language: String
    let email: String

    static let password = "correct horse battery"

    /// Registers, reads the letter, presses the button of its page, and is signed in.
    static func make(
        _ sites: TwoSites, _ partner: TwoSites.Partner, email: String = "ada@example.com", name: String = "Ada L.",
        news: Bool = false
    ) async throws -> Member {
        let browser = sites.browser(partner)
        let language = partner.definition.locales[0].description
        let form = try #require(try await browser.open("/\(language)/register").form("/register"))
        let sent = try await browser.submit(
            form,
            [("name", name), ("email", email), ("password", password)] + (news ? [("news", "true")] : []))
        #expect(sent.status == 200 && sent.isHidden)
        let asked = try await browser.open(try await sites.people.letter(of: partner))
        let trips = try await browser.submit(try #require(asked.form("/verify")))
        #expect(trips.status == 200)
        return Member(browser: browser, partner: partner, language: language, email: email)
    }

    func open(_ page: String) async throws -> Page { try await browser.open("/\(language)\(page)") }

    func send(_ page: String, _ form: String, _ fields: [(String, String)]) async throws -> Page {
        try await browser.submit(try #require(try await open(page).form(form)), fields)
    }

    func signOut() async throws -> Page {
        try await browser.submit(try #require(try await open("/account").form("/sign-out")))
    }

    /// On the page of `next` afterwards, or where the page says why not.
    func signIn(password: String = Member.password, next: String? = nil) async throws -> Page {
        try await Self.signIn(browser, language, email, password, next: next)
    }

    static func signIn(
        _ browser: Browser, _ language: String, _ email: String, _ password: String, next: String? = nil
    ) async throws -> Page {
        let query = next.map { "?next=" + ($0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "") }
        let page = try await browser.open("/\(language)/sign-in" + (query ?? ""))
        return try await browser.submit(
            try #require(page.form("/sign-in")), [("email", email), ("password", password)])
    }
}

extension Page {
    var isNeverKept: Bool { headers["cache-control"].joined().contains("no-store") }

    /// The key of an authenticator, as the page shows it to be typed.
    var authenticatorKey: String? {
        html.firstMatch(of: /<code>([A-Z2-7 ]{39})<\/code>/).map { $0.1.replacingOccurrences(of: " ", with: "") }
    }

    var recoveryCodes: [String] {
        html.matches(of: /<code>([A-Z0-9]{4}(?:-[A-Z0-9]{4}){3})<\/code>/).map { String($0.1) }
    }
}

/// What an authenticator shows (RFC 6238), made from the key as it is typed.
enum Authenticator {
    static func code(_ key: String, at date: Date, stepsAhead: Int = 0) -> String {
        let step = UInt64(date.timeIntervalSince1970 / 30) + UInt64(stepsAhead)
        let message = (0..<8).reversed().map { UInt8(truncatingIfNeeded: step >> (8 * UInt64($0))) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: Data(message), using: SymmetricKey(data: Data(bytes(key)))))
        let offset = Int(mac[19] & 15)
        let number = (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(mac[offset + $1]) } & 0x7FFF_FFFF
        return String(format: "%06d", number % 1_000_000)
    }

    private static func bytes(_ key: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (bytes, bits, count): ([UInt8], Int, Int) = ([], 0, 0)
        for letter in key {
            bits = (bits << 5 | (alphabet.firstIndex(of: letter) ?? 0)) & 0xFFFF
            count += 5
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> count))
        }
        return bytes
    }
}
