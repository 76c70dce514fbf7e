import HTTPTypes
import Localization
import Vocabulary
import Web

/// A page of either console: what surrounds it, whose it is, and what it is made of.
struct Document: Sendable {
    /// What every page of one console shares.
    struct House: Sendable {
        let name: String
        let home: String
        let signOut: String
        let stylesheet: String
        let icon: String
        /// Out of the console.
        var away: Link?
    }

    struct Person: Sendable {
        let name: String
        let formToken: String
        /// Said above every page to whoever acts in somebody's place.
        var impersonation: String?
    }

    let house: House
    let words: Translator
    var menu: [Link] = []
    /// Nil where nobody has signed in.
    var person: Person?
    let title: String
    var lead: String?
    var trail: [Link] = []
    var notice: String?
    let blocks: [Block]
    /// The address of the one script that the page brings.
    var script: String?

    private static let template = "page"

    /// Nobody else's to keep.
    func answer(_ templates: PageTemplates, status: HTTPResponse.Status = .ok) throws -> Answer {
        let page = Spoken(sheet: sheet, words: PageWords(SpokenText(words: words)))
        var answer = Answer.html(try templates.render(Self.template, page), status: status, cache: .never)
        answer.headers[.contentLanguage] = words.locale.description
        answer.headers[.contentSecurityPolicy] = PagePolicy.text(
            runs: script != nil, frames: blocks.contains(where: \.holdsFrame))
        return answer
    }

    private var sheet: Sheet {
        [
            "language": words.locale.description, "direction": words.direction.rawValue, "title": title, "lead": lead,
            "house": house.name, "home": house.home, "sign_out": house.signOut, "stylesheet": house.stylesheet,
            "icon": house.icon, "away": house.away?.sheet, "menu": menu.map(\.sheet), "trail": trail.map(\.sheet),
            "has_trail": !trail.isEmpty, "notice": notice, "blocks": blocks.map(\.sheet), "script": script,
            "person": person.map {
                ["name": $0.name, "form_token": $0.formToken, "impersonation": $0.impersonation] as Sheet
            },
        ]
    }
}

/// The root of every look-up on a page: its own names, then the words.
private struct Spoken: PageModel {
    let sheet: Sheet
    let words: PageWords

    func child(named field: String) -> Any? { sheet.child(named: field) ?? words.child(named: field) }
}

private struct SpokenText: PageText {
    let words: Translator

    func text(_ key: String) -> String? { words.has(key) ? words(key) : nil }
}
