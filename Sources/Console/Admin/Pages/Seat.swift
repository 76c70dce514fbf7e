import Foundation
import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// Somebody of the staff at the console: whose site, in which words, with which rights.
struct Seat: Sendable {
    let parts: AdminParts
    let context: StaffPageContext
    let words: Translator

    init(_ context: StaffPageContext, _ parts: AdminParts) {
        self.parts = parts
        self.context = context
        words = context.profile.translator(context.locale)
    }

    var scope: TenantScope { context.scope }
    var caller: Caller { context.caller }
    var token: String { context.visitor.formToken }
    var actor: Actor { Actor(context.auditActor) }
    var faultWords: ProblemWords { ProblemWords(words) }

    func may(_ area: StaffArea, _ level: StaffRight.Level = .write) -> Bool {
        caller.rights.allow(StaffRight(area, level))
    }

    func time(_ instant: Date) -> String {
        words.formats.dateTime(instant, zone: context.profile.definition.timeZone)
    }

    func t(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String { words(key, arguments) }

    /// What the caller is to the site; whoever acts in somebody's place is that somebody.
    func role() async throws -> Role {
        guard let account = caller.account else { return .admin }
        return try await parts.identity.read.one(account, in: scope).role
    }

    /// - Parameter done: a word of `console.done.`, said above the page that follows a deed.
    func page(
        _ title: String, lead: String? = nil, done: String? = nil, status: HTTPResponse.Status = .ok, _ blocks: [Block]
    ) throws -> Answer {
        let notice = done.map { "console.done.\($0)" }.flatMap { words.has($0) ? words($0) : nil }
        let frame = Frame(
            parts: parts, profile: context.profile, words: words,
            person: Frame.Person(caller: caller, token: token, path: context.arrival.head.path ?? ""))
        return try frame.page(title, lead: lead, notice: notice, status: status, blocks)
    }

    /// The page with the form again, everything wrong with it told at its head.
    func refused(
        _ title: String, lead: String? = nil, _ typed: TypedForm, _ form: EditForm, before blocks: [Block] = []
    ) throws -> Answer {
        var form = form
        form.lines = form.lines.map { typed.filled($0, faultWords) }
        let faults = Block.faults(t("console.form.faults"), typed.summary(of: form.lines, faultWords))
        return try page(title, lead: lead, status: .unprocessableContent, [faults] + blocks + [.form(form)])
    }

    /// The same where the verb refused: its words stand beside the field that they are about.
    func refused(
        _ title: String, _ typed: TypedForm, about problem: Problem, _ pointer: String, _ form: EditForm
    ) throws -> Answer {
        let text = faultWords.detail(of: problem) ?? faultWords.title(of: problem)
        let told = problem.faults.isEmpty ? typed.told(text, at: pointer) : typed.refused(problem.faults)
        return try refused(title, told, form)
    }

    /// The page that says what a deed will do and asks.
    func ask(_ title: String, _ text: String, _ action: String, _ submit: String, back: String) throws -> Answer {
        let form = EditForm(
            action: action, token: token, submit: submit, isDanger: true, cancel: (t("console.form.cancel"), back))
        return try page(title, lead: text, [.form(form)])
    }

    func then(_ path: String, done: String) -> Answer { .redirect(to: "\(path)?done=\(done)") }
}
