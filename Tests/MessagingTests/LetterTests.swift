import Foundation
import Localization
import Messaging
import Tenancy
import Testing
import Vocabulary

@Suite("A letter")
struct LetterTests {
    static let locales = ["en", "de", "ru", "ar", "ja"].compactMap { LocaleTag($0) }

    @Test(
        "says everything in every language, in text as in HTML", arguments: MailTemplate.allCases, LetterTests.locales)
    func words(_ template: MailTemplate, _ locale: LocaleTag) throws {
        let site = try Letters.site()
        let letter = try Letters.compose(Letters.message(template), in: locale, site: site)
        for text in [letter.subject, letter.text, letter.html] {
            #expect(!text.isEmpty && !text.contains("⟦"), "\(text)")
        }
        #expect(!letter.text.contains(/\{[a-z_]+\}/))
        #expect(letter.html.contains("<html lang=\"\(locale)\" dir=\"\(locale.language == "ar" ? "rtl" : "ltr")\">"))
        let accent = site.profile.branding.light[.accent].description
        #expect(letter.html.contains(accent) && letter.html.contains(site.base + "/brand/logo."))
        #expect(letter.attachments.count == (template.rawValue.hasPrefix("booking") ? 1 : 0))
    }

    private static func bare(_ text: String) -> String {
        text.filter { $0.isLetter || $0.isNumber || $0.isSymbol || $0.isPunctuation }
    }

    @Test(
        "of a booking tells what its total was shown as, with the margin as one; one of before tells nothing of it",
        arguments: LetterTests.locales)
    func shown(_ locale: LocaleTag) throws {
        let site = try Letters.site()
        let plain = try Letters.compose(.bookingConfirmed(Letters.booking()), in: locale, site: site)
        let date = try #require(CalendarDate("2026-06-01"))
        var texts: Set<String> = []
        for margin in [0, 150] {
            let booking = Letters.booking(
                shown: .init(amount: Money(minor: 48_793, .usd), date: date, marginBasisPoints: margin))
            let letter = try Letters.compose(.bookingConfirmed(booking), in: locale, site: site)
            // Spaces and marks of direction are the letter's own.
            func has(_ letter: String, _ words: String) -> Bool {
                Self.bare(letter).contains(Self.bare(words))
            }
            let formats = Formats(locale)
            let amount = formats.money(Money(minor: 48_793, .usd))
            #expect(has(letter.text, amount) && !has(plain.text, amount))
            #expect(has(letter.text, formats.date(date)) && letter.text.contains("EUR"))
            #expect(has(letter.text, formats.percent(basisPoints: 150)) == (margin > 0))
            texts.insert(letter.text)
        }
        #expect(texts.count == 2)
        // A letter that waits in the queue since an older release.
        let encoded = try JSONEncoder().encode(MailMessage.bookingConfirmed(Letters.booking()))
        #expect(!String(decoding: encoded, as: UTF8.self).contains("shown"))
        #expect(try JSONDecoder().decode(MailMessage.self, from: encoded) == .bookingConfirmed(Letters.booking()))
    }

    @Test(
        "shows hostile names as text and nothing else", arguments: HeaderTests.hostile,
        [MailTemplate.staffInvitation, .signInLinked, .bookingConfirmed, .bookingChanged, .news])
    func hostile(_ name: String, _ template: MailTemplate) throws {
        let letter = try Letters.compose(
            Letters.message(template, hostile: name), in: .english, name: name, site: try Letters.site())
        #expect(!letter.html.contains("<script") && !letter.html.contains("\u{202E}"))
        #expect(!letter.subject.contains("\n") && !letter.subject.contains("\r"))
        // Lines of a longer text are paragraphs of their own.
        guard template != .news else { return }
        let plain = try Letters.compose(Letters.message(template), in: .english, name: "Ada", site: try Letters.site())
        #expect(letter.html.matches(of: /<[a-z]/).count == plain.html.matches(of: /<[a-z]/).count)
        #expect(letter.html.matches(of: /href="/).count == plain.html.matches(of: /href="/).count)
    }

    @Test(
        "names a new device by browser and system, in every language, and says nothing that it calls itself",
        arguments: LetterTests.locales)
    func devices(_ locale: LocaleTag) throws {
        let hostile = [
            "Mozilla/5.0 (X11; Linux x86_64) <script>alert(1)</script> Firefox/128.0 \u{202E}Call +1 900 555 0100",
            "https://evil.example/ Firefox/1 Linux\r\nBcc: x@example.org", "Firefox/Linux'\"--",
        ]
        let plain = try Letters.compose(Letters.message(.newDevice), in: locale, site: try Letters.site())
        for agent in hostile {
            let letter = try Letters.compose(
                Letters.message(.newDevice, hostile: agent), in: locale, site: try Letters.site())
            for text in [letter.text, letter.html] {
                #expect(text.contains("Firefox") && text.contains("Linux"))
                for part in ["script>", "evil", "900", "Bcc", "Mozilla", "\u{202E}", "--<"] {
                    #expect(!text.contains(part), "\(part)")
                }
            }
        }
        for agent in ["", "curl/8 evil", "?"] {
            let letter = try Letters.compose(
                Letters.message(.newDevice, hostile: agent), in: locale, site: try Letters.site())
            #expect(letter.text == plain.text && !letter.text.contains("evil"))
        }
    }

    @Test(
        "leads nowhere but to the partner's own site",
        arguments: ["//evil.example", "https://evil.example", "/\\evil", "/a\"b", "javascript:x", "/a b"])
    func links(_ path: String) throws {
        let site = try Letters.site()
        let letter = try Letters.compose(.verifyEmail(path: path, validMinutes: 5), in: .english, site: site)
        #expect(letter.text.contains("\(site.base)/\n") && !letter.text.contains("evil"))
    }

    @Test("of two partners bears each one's name and colours")
    func partners() throws {
        let (one, other) = (try Letters.site("aurelia"), try Letters.site("hinode"))
        let letters = try [one, other].map { try Letters.compose(.accountDeleted, in: .english, site: $0) }
        #expect(letters[0].html.contains(one.base) && !letters[0].html.contains(other.base))
        #expect(letters[1].html.contains(other.base) && !letters[1].html.contains(one.base))
    }
}
