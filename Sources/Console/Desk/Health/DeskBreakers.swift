import Breakers
import HTTPTypes
import Localization
import Web

/// The breakers before outside services: which services are there, and how calls to them ended.
struct DeskBreakers: Sendable {
    let parts: DeskParts

    static let url = "/desk/errors/services"
    private static let phases = ["closed", "open", "half_open"]

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(Self.url), .operate(.statistics), "How calls to outside services end",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await list(input, Sitting(context, parts, at: .errors))
            }
        ]
    }

    private func list(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let breakers = await parts.breakers.statistics().filter { breaker in
            input.finds(breaker.name) && input.state.map { $0 == breaker.phase.rawValue } ?? true
        }
        func number(
            _ key: String, _ count: @escaping @Sendable (BreakerStatistics) -> Int
        ) -> ItemList<BreakerStatistics>.Column {
            .number(key, words("desk.breakers.\(key)"), sitting) { count($0) }
        }
        let list = ItemList<BreakerStatistics>(
            words: words, path: Self.url, file: "services", caption: words("desk.breakers.title"),
            empty: words("desk.breakers.empty"), natural: ListOrder("name", .up),
            columns: [
                .code("name", words("desk.breakers.name")) { $0.name },
                .words("phase", words("desk.breakers.phase")) { words("desk.breakers.\($0.phase.rawValue)") },
                number("succeeded") { $0.succeeded }, number("failed") { $0.failed },
                number("refused") { $0.refused }, number("fallbacks") { $0.fallbacks },
                number("opened") { $0.opened },
            ])
        return try await sitting.show(
            list, of: breakers, input, lead: words("desk.breakers.lead"),
            before: [DeskErrors.links(Self.url, sitting)],
            fields: [
                sitting.searchField(input, hint: words("desk.breakers.name")),
                sitting.choiceField(
                    "state", words("desk.breakers.phase"),
                    Self.phases.map { ($0, words("desk.breakers.\($0)")) }, chosen: input.state),
            ])
    }
}
