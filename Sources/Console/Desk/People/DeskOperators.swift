import HTTPTypes
import Localization
import Identity
import Vocabulary
import Web

/// Who runs the platform; blocked and let in again. They are made by the command line alone.
struct DeskOperators: Sendable {
    let parts: DeskParts

    var routes: [Route] {
        [
            Route(
                .get, "/desk/operators", .operate(.operators), "Who runs the platform",
                gives: [.html(), .file, .signIn],
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

    private func question(_ verb: OperatorVerb, _ name: String, _ sitting: Sitting) -> DeskQuestion {
        let words = sitting.words
        let isSelf = name == sitting.context.caller.name
        return DeskQuestion(
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
            (input.finds(one.name) || input.finds(one.email))
                && (input.state.map { $0 == (one.isOpen ? "open" : "blocked") } ?? true)
        }
        let list = DeskList<Operators.Sight>(
            path: DeskPart.operators.url, file: "operators", caption: words("desk.menu.operators"),
            empty: words("desk.operators.empty"),
            columns: [
                .init(key: "name", label: words("desk.column.name")) {
                    DeskValue($0.name)
                } cell: {
                    .code($0.name)
                },
                .init(key: "email", label: words("desk.sign_in.email")) {
                    DeskValue($0.email)
                } cell: {
                    .code($0.email)
                },
                .init(key: "state", label: words("desk.column.state")) {
                    DeskValue($0.isOpen ? "open" : "blocked")
                } cell: {
                    sitting.state($0.isOpen ? "open" : "blocked")
                },
                .init(key: "created", label: words("desk.column.created")) {
                    DeskValue($0.createdAt)
                } cell: {
                    sitting.moment($0.createdAt)
                },
                .init(key: "seen", label: words("desk.column.seen")) {
                    DeskValue($0.seenAt)
                } cell: {
                    sitting.moment($0.seenAt)
                },
                .init(key: "action", label: words("desk.column.action"), isOrdered: false) { _ in
                    .none
                } cell: { one in
                    let verb: OperatorVerb = one.isOpen ? .block : .unblock
                    return DeskCell(
                        words("desk.operators.\(verb.rawValue)", ["name": .text(one.name)]),
                        url: "\(DeskPart.operators.url)/\(one.name)/\(verb.rawValue)")
                },
            ])
        if input.format == .csv { return try await list.answer(of: found, input) }
        return try sitting.page(
            words("desk.menu.operators"), lead: words("desk.operators.lead"), done: input.done,
            [
                sitting.filter(
                    list.path,
                    [
                        sitting.searchField(input, hint: words("desk.operators.search")),
                        sitting.stateField(input, ["open", "blocked"]),
                    ], sort: input),
                .table(list.table(of: found, input)),
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
