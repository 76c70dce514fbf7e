import Foundation
import Testing
import Vocabulary

/// The way of a traveller through a site, step by step, with the pages on it.
struct Journey {
    let browser: Browser
    let language: String

    static let traveller: [(String, String)] = [
        ("traveller_1_given", "Ada"), ("traveller_1_family", "Lovelace"), ("traveller_1_full", ""),
        ("email", "ada@example.com"), ("phone", "+49 30 901820"), ("notes", "Ruhig, bitte"), ("terms", "accepted"),
    ]

    static var dates: (checkIn: String, checkOut: String) {
        let today = CalendarDate(daysSinceEpoch: Int(WallClock.system.now().timeIntervalSince1970 / 86_400))
        return (today.adding(days: 9).description, today.adding(days: 11).description)
    }

    func results(_ query: String = "") async throws -> Page {
        let (checkIn, checkOut) = Self.dates
        return try await browser.open(
            "/\(language)/hotels?destination=BER&check_in=\(checkIn)&check_out=\(checkOut)&room_1_adults=2\(query)")
    }

    /// A hotel with rooms, from the first result.
    func hotel() async throws -> Page {
        let link = try #require(try await results().links("/\(language)/hotels/").first)
        return try await browser.open(link)
    }

    func checkout() async throws -> Page {
        try await browser.submit(try #require(try await hotel().form("/checkout/start")))
    }

    /// Rooms held, names in.
    func review() async throws -> Page {
        try await browser.submit(try #require(try await checkout().form("/checkout")), Self.traveller)
    }

    func confirmation() async throws -> Page {
        try await browser.submit(try #require(try await review().form("/confirm")))
    }
}
