import Foundation
import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// Somebody of the staff at the console: whose site, in which words, with which rights.
struct Seat: Reader {
    let parts: AdminParts
    let context: StaffPageContext
    let words: Translator

    static func doneKey(_ code: String) -> String { "console.done.\(code)" }

    init(_ context: StaffPageContext, _ parts: AdminParts) {
        self.parts = parts
        self.context = context
        words = context.profile.translator(context.locale)
    }

    var scope: TenantScope { context.scope }
    var caller: Caller { context.caller }
    var templates: PageTemplates { parts.templates }
    var formToken: String { context.visitor.formToken }
    /// What the reader may know of others.
    var sight: ActorSight { ActorSight(caller) }
    var actor: Actor { Actor(context.auditActor) }

    func may(_ area: StaffArea, _ level: StaffRight.Level = .write) -> Bool {
        caller.rights.allow(StaffRight(area, level))
    }

    func time(_ instant: Date) -> String {
        words.formats.dateTime(instant, zone: context.profile.definition.timeZone)
    }

    func moment(_ date: Date?) -> Cell { date.map { Cell(time($0)) } ?? .none }

    func t(_ key: String, _ arguments: [String: MessageArgument] = [:]) -> String { words(key, arguments) }

    /// What the caller is to the site; whoever acts in somebody's place is that somebody.
    func role() async throws -> Role {
        guard let account = caller.account else { return .admin }
        return try await parts.identity.read.one(account, in: scope).role
    }

    func document(_ title: String, lead: String?, trail: [Link], notice: String?, _ blocks: [Block]) -> Document {
        let path = (context.arrival.head.path ?? "").prefix { $0 != "?" }
        let ways = Way.all.filter { $0.isOpen(to: caller) }
        let current = Way.current(path, of: ways)
        return Document(
            house: parts.house(context.profile, words), words: words,
            menu: ways.map { Link(t("console.way.\($0.word)"), $0.path, current: $0.path == current?.path) },
            person: Document.Person(
                name: caller.label, formToken: formToken,
                impersonation: caller.impersonator.map {
                    t("console.impersonation", ["operator": .text($0), "name": .text(caller.label)])
                }), title: title, lead: lead, trail: trail, notice: notice,
            blocks: ActingSight(self)?.closed(blocks) ?? blocks)
    }

    /// That people were looked at stands in the trail, as who opens a booking does.
    func noteRead(_ subject: String, _ id: String = "list") {
        parts.reads.note(
            AuditEntry(
                action: "\(subject).read", actor: context.auditActor, subjectKind: subject, subjectID: id),
            context.entry)
    }

    /// Throws `auth.impersonating` where the page's file is not for whoever acts as somebody.
    func admitFile() throws(Problem) { try context.arrival.admitFile(caller) }

    /// That a file with personal data was taken away stands in the trail.
    ///
    /// Throws `auth.impersonating`: whoever acts as somebody looks, and keeps nothing.
    func noteExport(_ subject: String) throws(Problem) {
        try admitFile()
        parts.reads.note(
            AuditEntry(
                action: "\(subject).export", actor: context.auditActor, subjectKind: subject, subjectID: "list"),
            context.entry)
    }

    /// The page with the form again, everything wrong with it told at its head.
    func refused(
        _ title: String, lead: String? = nil, _ typed: TypedForm, _ form: PageForm, before blocks: [Block] = []
    ) throws -> Answer {
        try page(
            title, lead: lead, status: .unprocessableContent,
            blocks + [.form(typed.filled(form, ProblemWords(words)))])
    }

    /// The same where the verb refused: its words stand beside the field that they are about.
    func refused(
        _ title: String, _ typed: TypedForm, about problem: Problem, _ pointer: String, _ form: PageForm
    ) throws -> Answer {
        let told = ProblemWords(words)
        let text = told.detail(of: problem) ?? told.title(of: problem)
        return try refused(
            title, problem.faults.isEmpty ? typed.told(text, at: pointer) : typed.refused(problem.faults), form)
    }

    func then(_ path: String, done: String) -> Answer { .redirect(to: "\(path)?done=\(done)") }
}

extension AdminParts {
    func house(_ profile: TenantProfile, _ words: Translator) -> Document.House {
        Document.House(
            name: profile.name(in: words.locale), home: "/admin", signOut: "/admin/sign-out",
            stylesheet: shelf.path("console.css") ?? "", icon: shelf.path("console.svg") ?? "",
            away: Link(words("console.to_site"), "/"))
    }
}
