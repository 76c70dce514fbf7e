import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// Which step of the database has been done where, what waits, and what was altered by hand.
struct DeskMigrations: Sendable {
    let parts: DeskParts

    static let steps = "/desk/migrations/steps"

    private var catalogue: SchemaCatalogue { SchemaCatalogue(platform: parts.platform, plan: parts.plan) }

    var routes: [Route] {
        [
            Route(
                .get, "/desk/migrations", .operate(.migrations), "How far each schema is migrated",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await schemas(input, Sitting(context, parts, at: .migrations))
            },
            Route(
                .get, PathTemplate(Self.steps), .operate(.migrations), "The steps of this release, and where they are",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await steps(input, Sitting(context, parts, at: .migrations))
            },
        ]
    }

    private func links(_ here: String, _ sitting: Sitting) -> Block {
        let words = sitting.words
        return .links(
            title: nil,
            [
                Link(
                    words("desk.migrations.schemas"), DeskPart.migrations.url, current: here == DeskPart.migrations.url),
                Link(words("desk.migrations.steps"), Self.steps, current: here == Self.steps),
            ])
    }

    private func schemas(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let lines = try await catalogue.lines().filter { line in
            input.finds(line.schema) && (input.state.map { $0 == line.standing } ?? true)
        }
        return try await sitting.show(
            schemaTable(sitting), of: lines, input, lead: words("desk.migrations.lead"),
            before: [links(DeskPart.migrations.url, sitting)],
            fields: [
                sitting.searchField(input, hint: words("desk.migrations.search")),
                sitting.stateField(input, SchemaCatalogue.states),
            ])
    }

    private func schemaTable(_ sitting: Sitting) -> ItemList<SchemaCatalogue.Line> {
        let words = sitting.words
        return ItemList(
            words: words, path: DeskPart.migrations.url, file: "schemas", caption: words("desk.migrations.schemas"),
            empty: words("desk.migrations.empty"), natural: ListOrder("schema", .up),
            columns: [
                .code("schema", words("desk.column.schema")) { $0.schema },
                .code("class", words("desk.column.class")) { $0.kind.rawValue },
                .state("state", words("desk.column.state"), sitting) { $0.standing },
                .number("version", words("desk.column.version"), sitting) { $0.version },
                .number("pending", words("desk.column.pending"), sitting) { max(0, $0.wanted - $0.version) },
                .init(key: "changed_steps", label: words("desk.column.changed_steps"), isOrdered: false) {
                    ListValue($0.changedSteps.joined(separator: ", "))
                } cell: {
                    $0.changedSteps.isEmpty ? .none : .code($0.changedSteps.joined(separator: ", "))
                },
                .code("fingerprint", words("desk.column.fingerprint")) { $0.fingerprint },
                .moment("migrated", words("desk.column.migrated"), sitting) { $0.migratedAt },
            ])
    }

    private func steps(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let steps = catalogue.steps(try await catalogue.lines()).filter { input.finds($0.label) }
        let list = ItemList<SchemaCatalogue.Step>(
            words: words, path: Self.steps, file: "migrations", caption: words("desk.migrations.steps"),
            empty: words("desk.migrations.empty"),
            columns: [
                .code("step", words("desk.column.step")) { $0.label },
                .code("class", words("desk.column.class")) { $0.kind.rawValue },
                .number("applied", words("desk.column.applied"), sitting) { $0.applied },
                .number("pending", words("desk.column.pending"), sitting) { $0.schemas - $0.applied },
                .init(key: "fingerprint", label: words("desk.column.fingerprint"), isOrdered: false) {
                    ListValue($0.digest)
                } cell: {
                    .code(String($0.digest.prefix(Self.digestShown)))
                },
            ])
        return try await sitting.show(
            list, of: steps, input, lead: words("desk.migrations.steps_lead"), before: [links(list.path, sitting)],
            fields: [sitting.searchField(input, hint: words("desk.migrations.search"))])
    }

    /// Characters of a digest in a table; the file has all of it.
    private static let digestShown = 16
}
