import Foundation
import HTTPTypes
import Localization
import Vocabulary
import Web

/// One operator on one page: in which words, of which part of the console.
struct Sitting: Reader {
    let context: OperatorPageContext
    let parts: DeskParts
    let part: DeskPart?
    let words: Translator

    static func doneKey(_ code: String) -> String { "desk.done.\(code)" }

    init(_ context: OperatorPageContext, _ parts: DeskParts, at part: DeskPart?) {
        self.context = context
        self.parts = parts
        self.part = part
        words = parts.catalogues.translator(context.locale)
    }

    var templates: PageTemplates { parts.templates }
    var formToken: String { context.formToken }

    func document(_ title: String, lead: String?, trail: [Link], notice: String?, _ blocks: [Block]) -> Document {
        Document(
            house: parts.house(words), words: words,
            menu: DeskPart.allCases.map { Link(words($0.label), $0.url, current: $0 == part) },
            person: Document.Person(name: context.caller.name, formToken: formToken), title: title, lead: lead,
            trail: trail, notice: notice, blocks: blocks)
    }

    func moment(_ date: Date?) -> Cell { date.map { Cell(words.formats.dateTime($0, zone: "UTC")) } ?? .none }

    /// `open` and the like, in words where there are some.
    func state(_ state: String) -> Cell {
        let key = "desk.state.\(state)"
        return Cell(words.has(key) ? words(key) : state, tone: Self.tones[state] ?? .plain)
    }

    private static let tones: [String: Cell.Tone] = [
        "active": .good, "provisioning": .busy, "maintenance": .warned, "suspended": .bad, "archived": .warned,
        "running": .busy, "done": .good, "failed": .bad, "ready": .busy, "scheduled": .busy, "dead": .bad,
        "paused": .warned, "open": .good, "blocked": .bad, "queued": .busy, "sending": .busy, "sent": .good,
        "deferred": .warned, "bounced": .bad, "pending": .warned, "verified": .good, "failing": .warned,
        "lost": .bad, "here": .good, "elsewhere": .warned, "valid": .good, "refused": .bad, "current": .good,
        "behind": .warned, "drifted": .bad, "ahead": .warned, "waiting": .good,
    ]

    func stateField(_ input: ListInput, _ states: [String]) -> FormField {
        choiceField(
            "state", words("desk.column.state"), states.map { ($0, state($0).text) }, chosen: input.state)
    }

    func tenantField(_ input: ListInput) -> FormField {
        codeField("tenant", words("desk.column.tenant"), input.tenant, max: 31)
    }
}

extension DeskParts {
    func house(_ words: Translator) -> Document.House {
        Document.House(
            name: words("desk.name"), home: DeskPart.home, signOut: DeskPart.signOut,
            stylesheet: asset("console.css"), icon: asset("desk.svg"))
    }
}

extension ItemList.Column {
    /// A word of the platform's, as the console says it.
    static func state(
        _ key: String, _ label: String, _ sitting: Sitting, isOrdered: Bool = true, _ word: @escaping Look<String>
    ) -> Self {
        .state(key, label, isOrdered: isOrdered, word) { sitting.state(word($0)) }
    }
}
