import Foundation
import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// Somebody at one page of a console: in which words, with which form token.
protocol Reader: Sendable {
    var words: Translator { get }
    var templates: PageTemplates { get }
    var formToken: String { get }
    /// The key of the words that tell what was done a moment ago.
    static func doneKey(_ code: String) -> String

    func moment(_ date: Date?) -> Cell
    func document(_ title: String, lead: String?, trail: [Link], notice: String?, _ blocks: [Block]) -> Document
}

extension Reader {
    /// - Parameters:
    ///   - done: a word that the address brought. Only what the console has words for is told: the address can say
    ///     anything.
    ///   - told: what the page shows otherwise than its address asks for, sentence by sentence.
    ///   - script: the address of one that the page works without.
    func page(
        _ title: String, lead: String? = nil, trail: [Link] = [], done: String? = nil, told: [String] = [],
        status: HTTPResponse.Status = .ok, script: String? = nil, _ blocks: [Block]
    ) throws -> Answer {
        let key = done.map(Self.doneKey)
        let notice = key.flatMap { words.has($0) ? words($0) : nil }
        var page = document(title, lead: lead, trail: trail, notice: notice, told.map { .warning($0) } + blocks)
        page.script = script
        return try page.answer(templates, status: status)
    }

    /// The field that proves a form to be ours.
    var hidden: [PageForm.Hidden] { [PageForm.Hidden(RequestContent.csrfField, formToken)] }

    func number(_ number: Int?) -> Cell { number.map { Cell(words.formats.number($0)) } ?? .none }

    /// Runs a verb; what its rules refuse is told on the page that asked for it, whatever went wrong otherwise is
    /// the edge's to tell.
    func tried(
        _ verb: () async throws -> Answer, else page: (_ fault: String, _ status: HTTPResponse.Status) throws -> Answer
    ) async throws -> Answer {
        do { return try await verb() } catch {
            guard let problem = Self.problem(of: error), problem.status < 500 else { throw error }
            let told = ProblemWords(words)
            let text =
                [told.title(of: problem), told.detail(of: problem)].compactMap(\.self)
                + problem.faults.map { told.detail(of: $0) }
            return try page(text.joined(separator: " · "), HTTPResponse.Status(code: problem.status))
        }
    }

    /// Nil for what no rule foresaw.
    static func problem(of error: any Error) -> Problem? {
        switch error {
        case let problem as Problem: problem
        case let source as any ProblemSource: source.problem
        case let error as TenantError: error.problem
        case let error as DomainError: error.problem
        default: nil
        }
    }
}
