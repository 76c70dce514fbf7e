import Foundation
import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// One operator on one page: in which words, of which part of the console.
struct Sitting: Sendable {
    let context: OperatorPageContext
    let parts: DeskParts
    let part: DeskPart?
    let words: Translator

    init(_ context: OperatorPageContext, _ parts: DeskParts, at part: DeskPart?) {
        self.context = context
        self.parts = parts
        self.part = part
        words = parts.catalogues.translator(context.locale)
    }

    func page(
        _ title: String, lead: String? = nil, trail: [DeskLink] = [], done: String? = nil,
        status: HTTPResponse.Status = .ok, _ blocks: [DeskBlock]
    ) throws -> Answer {
        let document = DeskDocument(
            title: title, lead: lead, words: words, stylesheet: parts.asset("desk.css"), icon: parts.asset("desk.svg"),
            menu: DeskPart.allCases.map {
                DeskLink(words("desk.menu.\($0.rawValue)"), $0.url, current: $0 == part)
            },
            trail: trail, name: context.caller.name, formToken: context.formToken,
            notice: done.flatMap(notice), blocks: blocks)
        return .desk(try parts.templates.render(DeskDocument.template, document), status, words)
    }

    /// Only what the console has words for is told: the address can say anything.
    private func notice(_ done: String) -> DeskNotice? {
        let key = "desk.done.\(done)"
        return words.has(key) ? DeskNotice(text: words(key), isFault: false) : nil
    }

    /// The field that proves a form to be ours.
    var hidden: [DeskField.Option] { [DeskField.Option(value: context.formToken, label: RequestContent.csrfField)] }

    func moment(_ date: Date?) -> DeskCell {
        date.map { DeskCell(words.formats.dateTime($0, zone: "UTC")) } ?? .none
    }

    func number(_ number: Int?) -> DeskCell { number.map { DeskCell(words.formats.number($0)) } ?? .none }

    /// `open` and the like, in words where there are some.
    func state(_ state: String) -> DeskCell {
        let key = "desk.state.\(state)"
        return DeskCell(words.has(key) ? words(key) : state, tone: Self.tones[state] ?? .plain)
    }

    func states(_ states: [String], chosen: String?, all: String) -> DeskField.Kind {
        .choice(
            [DeskField.Option(value: "", label: all)]
                + states.map { DeskField.Option(value: $0, label: state($0).text, isChosen: $0 == chosen) })
    }

    private static let tones: [String: DeskCell.Tone] = [
        "active": .good, "provisioning": .busy, "maintenance": .warned, "suspended": .bad, "archived": .warned,
        "running": .busy, "done": .good, "failed": .bad, "ready": .busy, "scheduled": .busy, "dead": .bad,
        "paused": .warned, "open": .good, "blocked": .bad, "queued": .busy, "sending": .busy, "sent": .good,
        "deferred": .warned, "bounced": .bad, "pending": .warned, "verified": .good, "failing": .warned,
        "lost": .bad, "here": .good, "elsewhere": .warned, "valid": .good, "refused": .bad, "current": .good,
        "behind": .warned, "drifted": .bad, "ahead": .warned, "waiting": .good,
    ]

    /// Runs a verb; what its rules refuse is told on the page that asked for it, whatever went wrong otherwise is
    /// the edge's to tell.
    func tried(
        _ verb: () async throws -> Answer, else page: (_ fault: String, _ status: HTTPResponse.Status) throws -> Answer
    ) async throws -> Answer {
        do { return try await verb() } catch {
            guard let problem = problem(error), problem.status < 500 else { throw error }
            let told = ProblemWords(words)
            let text =
                [told.title(of: problem), told.detail(of: problem)].compactMap(\.self)
                + problem.faults.map { told.detail(of: $0) }
            return try page(text.joined(separator: " · "), HTTPResponse.Status(code: problem.status))
        }
    }

    private func problem(_ error: any Error) -> Problem? {
        switch error {
        case let problem as Problem: problem
        case let source as any ProblemSource: source.problem
        case let error as TenantError: error.problem
        default: nil
        }
    }

    /// What was typed wrongly, by field.
    func faults(_ result: Result<some Input, InputFaults>) -> [String: String] {
        guard case .failure(let faults) = result else { return [:] }
        let told = ProblemWords(words)
        return Dictionary(
            faults.faults.map { ($0.pointer.split(separator: "/").last.map(String.init) ?? "", told.detail(of: $0)) }
        ) { first, _ in first }
    }
}

extension Answer {
    /// A page of the console: nobody else's to keep.
    static func desk(_ html: String, _ status: HTTPResponse.Status, _ words: Translator) -> Answer {
        var answer = Answer.html(html, status: status, cache: .never)
        answer.headers[.contentLanguage] = words.locale.description
        return answer
    }
}

extension [InputValue.Member] {
    /// What was typed into a field; empty when nothing was.
    func typed(_ name: String) -> String {
        guard case .texts(let texts)? = first(where: { $0.name == name })?.value else { return "" }
        return texts.first ?? ""
    }
}
