import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// What surrounds every page of the console: the site's name, the ways that one's rights open, who one is, and
/// whether one acts in somebody's place.
struct Frame: Sendable {
    struct Person: Sendable {
        let caller: Caller
        let token: String
        /// Of the page, for the mark on the way that leads to it.
        let path: String
    }

    let parts: AdminParts
    let profile: TenantProfile
    let words: Translator
    /// Nil before signing in.
    let person: Person?

    func page(
        _ title: String, lead: String? = nil, notice: String? = nil, status: HTTPResponse.Status = .ok,
        _ blocks: [Block]
    ) throws -> Answer {
        let sheet: Sheet = [
            "language": words.locale.description, "direction": words.direction.rawValue, "title": title, "lead": lead,
            "site": profile.name(in: words.locale), "stylesheet": parts.shelf.path("console.css"),
            "icon": parts.shelf.path("console.svg"), "notice": notice, "blocks": blocks, "person": person.map(sheet),
        ]
        let page = ConsolePage(sheet: sheet, words: PageWords(SpokenText(words: words)))
        var answer = Answer.html(try parts.templates.render("page", page), status: status, cache: .never)
        answer.headers[.contentLanguage] = words.locale.description
        return answer
    }

    private func sheet(_ person: Person) -> Sheet {
        let path = person.path.prefix { $0 != "?" }
        let ways = Way.all.filter { $0.isOpen(to: person.caller) }
        // The longest that the page lies under: the overview lies above all of them.
        let current = ways.filter { path == $0.path || path.hasPrefix($0.path + "/") }
            .max { $0.path.count < $1.path.count }
        return [
            "name": person.caller.label, "token": person.token,
            "ways": ways.map { way in
                [
                    "label": words("console.way.\(way.word)"), "url": way.path,
                    "is_current": way.path == current?.path,
                ] as Sheet
            },
            "impersonator": person.caller.impersonator.map {
                words("console.impersonation", ["operator": .text($0), "name": .text(person.caller.label)])
            },
        ]
    }
}

/// A part of the console and the right that opens it.
struct Way: Sendable {
    let word: String
    let path: String
    let area: StaffArea?

    func isOpen(to caller: Caller) -> Bool {
        area.map { caller.rights.allow(StaffRight($0, .read)) } ?? caller.isStaff
    }

    static let all = [
        Way(word: "overview", path: "/admin", area: nil),
        Way(word: "bookings", path: "/admin/bookings", area: .bookings),
        Way(word: "brand", path: "/admin/brand", area: .branding),
        Way(word: "texts", path: "/admin/texts", area: .texts),
        Way(word: "domains", path: "/admin/domains", area: .domains),
        Way(word: "staff", path: "/admin/staff", area: .staff),
        Way(word: "keys", path: "/admin/keys", area: .keys),
        Way(word: "audit", path: "/admin/audit", area: .audit),
    ]
}

/// The root of a page's look-ups: its own names, then the words.
private struct ConsolePage: PageModel {
    let sheet: Sheet
    let words: PageWords

    func child(named field: String) -> Any? { sheet.child(named: field) ?? words.child(named: field) }
}

private struct SpokenText: PageText {
    let words: Translator

    func text(_ key: String) -> String? { words.has(key) ? words(key) : nil }
}
