import Foundation
import HTTPTypes
import Localization
import Postgres
import Vocabulary
import Web

/// What goes wrong, by kind and endpoint, with the last samples of each.
struct DeskErrors: Sendable {
    let parts: DeskParts

    /// Of the kinds of errors that are kept.
    private static let shownMax = 1_000

    var routes: [Route] {
        [
            Route(
                .get, "/desk/errors", .operate(.statistics), "What goes wrong, by kind and endpoint",
                gives: [.html(), .file, .signIn], options: .desk
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

    private func list(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let errors = try await parts.statistics.errors(limit: Self.shownMax).filter { failure in
            guard let search = input.search?.lowercased() else { return true }
            return failure.type.lowercased().contains(search) || failure.endpoint.lowercased().contains(search)
        }
        let list = DeskList<StatisticsReport.Failure>(
            path: DeskPart.errors.url, file: "errors", caption: words("desk.menu.errors"),
            empty: words("desk.errors.empty"),
            columns: [
                .init(key: "type", label: words("desk.column.type")) {
                    DeskValue($0.type)
                } cell: { failure in
                    .code(
                        failure.type,
                        url: "\(DeskPart.errors.url)/samples?type=\(PercentCoding.encode(failure.type))"
                            + "&endpoint=\(PercentCoding.encode(failure.endpoint))")
                },
                .init(key: "endpoint", label: words("desk.column.endpoint")) {
                    DeskValue($0.endpoint)
                } cell: {
                    .code($0.endpoint)
                },
                .init(key: "count", label: words("desk.column.count"), isNumber: true) {
                    DeskValue($0.count)
                } cell: {
                    sitting.number($0.count)
                },
                .init(key: "first", label: words("desk.column.first")) {
                    DeskValue($0.firstSeen)
                } cell: {
                    sitting.moment($0.firstSeen)
                },
                .init(key: "last", label: words("desk.column.last")) {
                    DeskValue($0.lastSeen)
                } cell: {
                    sitting.moment($0.lastSeen)
                },
            ])
        if input.format == .csv { return try await list.answer(of: errors, input) }
        return try sitting.page(
            words("desk.menu.errors"), lead: words("desk.errors.lead"),
            [
                sitting.filter(
                    list.path, [sitting.searchField(input, hint: words("desk.errors.search"))], sort: input),
                .table(list.table(of: errors, input)),
            ])
    }

    private struct Sample: Decodable {
        let time: String
        let message: String
        let requestId: String?
        let tenantId: String?
    }

    private func samples(_ input: ErrorKindInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let failure = try await parts.statistics.errors(limit: Self.shownMax).first {
            $0.type == input.type && $0.endpoint == input.endpoint
        }
        guard let failure else { throw Problem(404, "error.unknown") }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let samples = try decoder.decode([Sample].self, from: Data(failure.samples.text.utf8))
        let table = DeskTable(
            caption: words("desk.errors.samples"),
            columns: ["last", "message", "request", "tenant"].map {
                DeskTable.Column(label: words("desk.column.\($0)"))
            },
            rows: samples.map { sample in
                DeskTable.Row(
                    head: .code(sample.time),
                    cells: [.code(sample.message), .code(sample.requestId), .code(sample.tenantId)])
            }, empty: words("desk.errors.empty"))
        return try sitting.page(
            failure.type, lead: failure.endpoint,
            trail: [DeskLink(words("desk.menu.errors"), DeskPart.errors.url)], [.table(table)])
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
