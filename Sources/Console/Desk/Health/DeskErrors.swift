import Foundation
import HTTPTypes
import Localization
import Postgres
import Vocabulary
import Web

/// What goes wrong, by kind and endpoint, with the last samples of each.
struct DeskErrors: Sendable {
    let parts: DeskParts

    var routes: [Route] {
        [
            Route(
                .get, "/desk/errors", .operate(.statistics), "What goes wrong, by kind and endpoint",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await list(input, Sitting(context, parts, at: .errors))
            },
            Route(
                .get, "/desk/errors/samples", .operate(.statistics), "The last samples of one kind of error",
                gives: [.html(), .signIn], refuses: [.init(404, "error.unknown")], options: .desk
            ) { (input: ErrorKindInput, context: OperatorPageContext) in
                try await samples(input, Sitting(context, parts, at: .errors))
            },
        ]
    }

    /// What goes wrong within, and what went wrong outside.
    static func links(_ here: String, _ sitting: Sitting) -> Block {
        let words = sitting.words
        return .links(
            title: nil,
            [(words("desk.menu.errors"), DeskPart.errors.url), (words("desk.breakers.title"), DeskBreakers.url)].map {
                Link($0.0, $0.1, current: here == $0.1)
            })
    }

    private func list(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let leftOut = try await parts.statistics.failureCounts().leftOut
        let list = ItemList<StatisticsReport.Failure>(
            words: words, path: DeskPart.errors.url, file: "errors", caption: words("desk.menu.errors"),
            empty: words("desk.errors.empty"),
            natural: ListOrder(StatisticsReport.FailureOrder.last.rawValue, .down),
            columns: [
                .init(key: "type", label: words("desk.column.type")) {
                    ListValue($0.type)
                } cell: { failure in
                    .code(
                        failure.type,
                        url: "\(DeskPart.errors.url)/samples?type=\(PercentCoding.encode(failure.type))"
                            + "&endpoint=\(PercentCoding.encode(failure.endpoint))")
                },
                .code("endpoint", words("desk.column.endpoint")) { $0.endpoint },
                .number("count", words("desk.column.count"), sitting) { $0.count },
                .moment("first", words("desk.column.first"), sitting) { $0.firstSeen },
                .moment("last", words("desk.column.last"), sitting) { $0.lastSeen },
            ])
        return try await sitting.show(
            list, counted: input, lead: words("desk.errors.lead"),
            told: leftOut == 0
                ? []
                : [
                    words(
                        "desk.errors.left_out",
                        [
                            "max": .number(StatisticsStore.errorGroupsMax), "kinds": .number(leftOut),
                            "days": .number(StatisticsStore.errorDaysKept),
                        ])
                ],
            before: [Self.links(DeskPart.errors.url, sitting)],
            fields: [sitting.searchField(input, hint: words("desk.errors.search"))],
            read: { [statistics = parts.statistics] order, offset, limit in
                try await statistics.errors(
                    SumPage(order, else: .last, search: input.search, offset: offset, limit: limit))
            })
    }

    private struct Sample: Decodable {
        let time: String
        let message: String
        let requestId: String?
        let tenantId: String?
    }

    private func samples(_ input: ErrorKindInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        guard let failure = try await parts.statistics.failure(input.type, at: input.endpoint) else {
            throw Problem(404, "error.unknown")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let samples = try decoder.decode([Sample].self, from: Data(failure.samples.text.utf8))
        let table = Table(
            caption: words("desk.errors.samples"),
            columns: ["last", "message", "request", "tenant"].map {
                Table.Column(label: words("desk.column.\($0)"))
            },
            rows: samples.map { sample in
                [.code(sample.time), .code(sample.message), .code(sample.requestId), .code(sample.tenantId)]
            }, empty: words("desk.errors.empty"))
        return try sitting.page(
            failure.type, lead: failure.endpoint,
            trail: [Link(words("desk.menu.errors"), DeskPart.errors.url)], [.table(table)])
    }
}

struct ErrorKindInput: Input {
    let type: String
    let endpoint: String

    static let nameMax = 300
    static let form = Form(
        Field("type", .text(max: nameMax, [])), Field("endpoint", .text(max: nameMax, []))
    ) { ErrorKindInput(type: $0, endpoint: $1) }
}
