import HTTPTypes
import Localization
import Identity
import Tenancy
import Vocabulary
import Web

/// Who runs the platform; blocked and let in again. They are made by the command line alone.
struct DeskOperators: Sendable {
    let parts: DeskParts

    var routes: [Route] {
        [
            Route(
                .get, "/desk/operators", .operate(.operators), "Who runs the platform",
                gives: [.html(), Answer.csvOutput, .signIn],
                options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await list(input, Sitting(context, parts, at: .operators))
            }
        ] + OperatorVerb.allCases.flatMap(routes)
    }

    private func routes(_ verb: OperatorVerb) -> [Route] {
        let path = PathTemplate("/desk/operators/{name}/\(verb.rawValue)")
        return [
            Route(
                .get, path, .operate(.operators), "Says what \(verb.rawValue) does to an operator, and asks",
                gives: [.html(), .signIn], options: .desk
            ) { (input: OperatorNameInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .operators)
                return try sitting.ask(question(verb, input.name, sitting))
            },
            Route(
                .post, path, .operate(.operators), "Does \(verb.rawValue) to an operator", gives: [.redirect()],
                refuses: [.init(404, "operator.not_found"), .init(409, "operator.last")], options: .desk
            ) { (input: OperatorNameInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .operators)
                return try await sitting.done(
                    "operator_\(verb.rawValue)", at: DeskPart.operators.url, question(verb, input.name, sitting)
                ) {
                    try await parts.identity.operators.set(
                        input.name, isOpen: verb == .unblock, actor: context.auditActor)
                }
            },
        ]
    }

    private func question(_ verb: OperatorVerb, _ name: String, _ sitting: Sitting) -> Question {
        let words = sitting.words
        let isSelf = name == sitting.context.caller.name
        return Question(
            title: words("desk.operators.\(verb.rawValue)", ["name": .text(name)]),
            consequences: [words("desk.operators.\(verb.rawValue)_effect")]
                + (isSelf && verb == .block ? [words("desk.operators.yourself")] : []) + [words("desk.audited")],
            action: "\(DeskPart.operators.url)/\(PercentCoding.encode(name))/\(verb.rawValue)",
            submit: words("desk.operators.\(verb.rawValue)_submit"), back: DeskPart.operators.url,
            isGrave: verb == .block)
    }

    private func list(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let found = try await parts.identity.operators.list().filter { one in
            input.finds(one.name, one.email)
                && (input.state.map { $0 == (one.isOpen ? "open" : "blocked") } ?? true)
        }
        let list = ItemList<Operators.Sight>(
            words: words, path: DeskPart.operators.url, file: "operators", caption: words("desk.menu.operators"),
            empty: words("desk.operators.empty"), natural: ListOrder("name", .up),
            columns: [
                .code("name", words("desk.column.name")) { $0.name },
                .code("email", words("desk.sign_in.email")) { $0.email },
                .state("state", words("desk.column.state"), sitting) { $0.isOpen ? "open" : "blocked" },
                .moment("created", words("desk.column.created"), sitting) { $0.createdAt },
                .moment("seen", words("desk.column.seen"), sitting) { $0.seenAt },
                .action(words("desk.column.action")) { one in
                    let verb: OperatorVerb = one.isOpen ? .block : .unblock
                    return Cell(
                        words("desk.operators.\(verb.rawValue)", ["name": .text(one.name)]),
                        url: "\(DeskPart.operators.url)/\(one.name)/\(verb.rawValue)")
                },
            ])
        if input.format == .csv {
            parts.reads.note(
                AuditEntry(
                    action: "operator.export", actor: sitting.context.auditActor, subjectKind: "operator",
                    subjectID: "list"))
        }
        return try await sitting.show(
            list, of: found, input, lead: words("desk.operators.lead"),
            fields: [
                sitting.searchField(input, hint: words("desk.operators.search")),
                sitting.stateField(input, ["open", "blocked"]),
            ])
    }
}

private enum OperatorVerb: String, CaseIterable, Sendable {
    case block
    case unblock
}

struct OperatorNameInput: Input {
    let name: String

    static let form = Form(Field("name", .code(CodePattern("a-z0-9_.-", 1...40)))) { OperatorNameInput(name: $0) }
}
