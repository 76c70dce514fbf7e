import Foundation
import HTTPTypes
import Localization
import Postgres
import Vocabulary
import Web

/// What is being done to partners, and how far it is.
struct DeskOperations: Sendable {
    let parts: DeskParts

    private var catalogue: OperationCatalogue { OperationCatalogue(platform: parts.platform) }

    var routes: [Route] {
        [
            Route(
                .get, "/desk/operations", .operate(.tenants), "Operations on partners, newest first",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: PlatformListInput, context: OperatorPageContext) in
                try await list(input.look, Sitting(context, parts, at: .operations))
            },
            Route(
                .get, "/desk/operations/{id}", .operate(.tenants), "How far one operation is",
                gives: [.html(), .signIn],
                refuses: [.init(404, "operation.unknown")], options: .desk
            ) { (input: OperationInput, context: OperatorPageContext) in
                try await show(input.id, Sitting(context, parts, at: .operations))
            },
        ]
    }

    private func list(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        try await sitting.show(
            OperationTable(sitting: sitting, path: DeskPart.operations.url).list, input, by: OperationOrder.created,
            .down, lead: sitting.words("desk.operations.lead"),
            fields: [sitting.tenantField(input), sitting.stateField(input, OperationCatalogue.states)],
            row: { $0 },
            read: { [catalogue] page, limit in
                try await catalogue.list(slug: input.tenant, state: input.state, page, limit: limit)
            })
    }

    private func show(_ id: UUID, _ sitting: Sitting) async throws -> Answer {
        guard let line = try await catalogue.one(id) else { throw Problem(404, "operation.unknown") }
        let words = sitting.words
        var facts = [
            Fact(words("desk.column.state"), sitting.state(line.state)),
            Fact(words("desk.column.operation"), sitting.state(line.kind)),
            Fact(words("desk.column.tenant"), .code(line.slug, url: "\(DeskPart.tenants.url)/\(line.slug)")),
            Fact(words("desk.column.attempt"), sitting.number(line.attempt)),
            Fact(
                words("desk.column.steps"),
                line.stepsDone.isEmpty ? .none : .code(line.stepsDone.joined(separator: ", "))),
            Fact(words("desk.column.actor"), .code(line.actor)),
            Fact(words("desk.column.created"), sitting.moment(line.createdAt)),
            Fact(words("desk.column.changed"), sitting.moment(line.changedAt)),
        ]
        if let fault = line.fault { facts.append(Fact(words("desk.column.fault"), .code(fault))) }
        let again = Link(words("desk.operations.refresh"), "\(DeskPart.operations.url)/\(id.text)")
        return try sitting.page(
            words("desk.operations.one", ["slug": .text(line.slug)]),
            lead: words("desk.operations.\(line.state)"),
            trail: [Link(words("desk.menu.operations"), DeskPart.operations.url)],
            [.facts(title: nil, facts), .links(title: nil, line.state == "running" ? [again] : [])])
    }
}

/// Operations as a table, on a page of their own or on a partner's.
struct OperationTable: Sendable {
    let sitting: Sitting
    let path: String

    var list: ItemList<OperationCatalogue.Line> {
        let (sitting, words) = (sitting, sitting.words)
        return ItemList(
            words: words, path: path, file: "operations", caption: words("desk.menu.operations"),
            empty: words("desk.operations.empty"),
            columns: [
                .init(key: "operation", label: words("desk.column.operation")) {
                    ListValue($0.kind)
                } cell: {
                    Cell(sitting.state($0.kind).text, url: "\(DeskPart.operations.url)/\($0.id.text)")
                },
                .init(key: "tenant", label: words("desk.column.tenant")) {
                    ListValue($0.slug)
                } cell: {
                    .code($0.slug, url: "\(DeskPart.tenants.url)/\($0.slug)")
                },
                .state("state", words("desk.column.state"), sitting) { $0.state },
                .number("attempt", words("desk.column.attempt"), sitting) { $0.attempt },
                .code("actor", words("desk.column.actor")) { $0.actor },
                .moment("created", words("desk.column.created"), sitting) { $0.createdAt },
                .code("fault", words("desk.column.fault")) { $0.fault },
            ])
    }
}
