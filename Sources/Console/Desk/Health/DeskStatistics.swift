import HTTPTypes
import Localization
import Vocabulary
import Web

/// How fast the platform answers, endpoint by endpoint; each with how many answers took how long.
struct DeskStatistics: Sendable {
    let parts: DeskParts

    static let endpoints = "/desk/statistics/endpoints"

    var routes: [Route] {
        [
            Route(
                .get, "/desk/statistics", .operate(.statistics), "How often and how fast each endpoint answered",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: EndpointsListInput, context: OperatorPageContext) in
                try await list(input, Sitting(context, parts, at: .statistics))
            },
            Route(
                .get, PathTemplate("\(Self.endpoints)/{endpoint*}"), .operate(.statistics),
                "How many of one endpoint's answers took how long", gives: [.html(), Answer.csvOutput, .signIn],
                refuses: [.init(404, "endpoint.unknown")], options: .desk
            ) { (input: EndpointPageInput, context: OperatorPageContext) in
                try await one(input, Sitting(context, parts, at: .statistics))
            },
        ] + DeskQueries(parts: parts).routes + DeskPartnerTimes(parts: parts).routes
    }

    /// The lists of figures, each leading to the others.
    static func links(_ here: String, _ sitting: Sitting) -> Block {
        let words = sitting.words
        let all = [
            (words("desk.statistics.endpoints"), DeskPart.statistics.url),
            (words("desk.statistics.queries"), DeskQueries.url),
            (words("desk.statistics.tenants"), DeskPartnerTimes.url),
        ]
        return .links(title: nil, all.map { Link($0.0, $0.1, current: here == $0.1) })
    }

    private func list(_ input: EndpointsListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let found = try await parts.statistics.endpoints(hours: input.hours).filter { input.look.finds($0.name) }
        let list = ItemList<StatisticsReport.Endpoint>(
            words: words, path: DeskPart.statistics.url, file: "endpoints", caption: words("desk.statistics.endpoints"),
            empty: words("desk.statistics.empty"), natural: ListOrder("requests", .down),
            columns: [
                .code("endpoint", words("desk.column.endpoint")) {
                    "\(Self.endpoints)/\($0.address)?hours=\(input.hours)"
                } _: {
                    $0.name
                },
                .code("statuses", words("desk.column.statuses"), isOrdered: false) { $0.statusText },
            ] + TimeColumns(reader: sitting, thresholds: parts.thresholds).columns { $0.tally })
        return try await sitting.show(
            list, of: found, input.look, lead: lead("endpoints_lead", input.hours, words),
            before: [Self.links(list.path, sitting)],
            fields: [
                sitting.searchField(input.look, hint: words("desk.statistics.search")),
                EndpointsListInput.field(input.hours, sitting),
            ])
    }

    private func lead(_ key: String, _ hours: Int, _ words: Translator) -> String {
        words(
            "desk.statistics.\(key)",
            [
                "period": .text(EndpointsListInput.period(hours, words)),
                "fast": .number(parts.thresholds.fastMilliseconds),
                "slow": .number(parts.thresholds.slowMilliseconds),
            ])
    }

    private func one(_ input: EndpointPageInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        guard
            let known = try await parts.statistics.endpoints(hours: StatisticsStore.hoursKept).first(where: {
                $0.path == input.path
            })
        else { throw Problem(404, "endpoint.unknown") }
        let found = try await parts.statistics.endpoints(hours: input.hours).first { $0.name == known.name }
        let buckets = DurationBuckets(reader: sitting, thresholds: parts.thresholds)
        let list = ItemList<DurationBuckets<Sitting>.Bucket>(
            words: words, path: "\(Self.endpoints)/\(known.address)", file: "response-times",
            caption: words("desk.buckets.title"), empty: words("desk.statistics.empty"),
            natural: ListOrder("up_to_ms", .up), columns: buckets.columns())
        let facts = found.map { endpoint in
            TimeColumns(reader: sitting, thresholds: parts.thresholds).facts(endpoint.tally) + [
                Fact(words("desk.column.statuses"), .code(endpoint.statusText))
            ]
        }
        return try await sitting.show(
            list, of: found.map { buckets.buckets($0.tally) } ?? [], input.look, title: known.name,
            lead: lead("endpoint_lead", input.hours, words),
            trail: [Link(words("desk.menu.statistics"), DeskPart.statistics.url)],
            before: facts.map { [.facts(title: nil, $0)] } ?? [],
            fields: [EndpointsListInput.field(input.hours, sitting)])
    }
}

extension StatisticsReport.Endpoint {
    fileprivate var statusText: String { statuses.map { "\($0.status): \($0.count)" }.joined(separator: ", ") }

    /// `GET/api/hotels/{id}`: its name, as an address can have it.
    fileprivate var path: String {
        let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
        return parts.count == 2 ? parts[0] + (parts[1].hasPrefix("/") ? "" : "/") + parts[1] : name
    }

    fileprivate var address: String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { PercentCoding.encode(String($0)) }
            .joined(separator: "/")
    }
}

struct EndpointsListInput: Input {
    let look: ListInput
    let hours: Int

    static let form = Form<EndpointsListInput>(
        ListFields.search, HoursInput.field, ListFields.sort, ListFields.order, ListFields.page, ListFields.format
    ) {
        EndpointsListInput(
            look: ListInput(search: $0, sort: $2, order: $3, page: $4, format: $5, others: [asked($1)]), hours: $1)
    }

    static func asked(_ hours: Int) -> (name: String, value: String?) {
        ("hours", hours == HoursInput.usual ? nil : String(hours))
    }

    static func field(_ hours: Int, _ sitting: Sitting) -> FormField {
        let usual = [1, HoursInput.usual, StatisticsStore.hoursKept]
        let all = usual.contains(hours) ? usual : (usual + [hours]).sorted()
        return .choice(
            "hours", sitting.words("desk.statistics.period"),
            all.map { ("\($0)", period($0, sitting.words)) }, chosen: "\(hours)")
    }

    static func period(_ hours: Int, _ words: Translator) -> String {
        words("desk.statistics.hours", ["hours": .number(hours)])
    }
}

struct EndpointPageInput: Input {
    let path: String
    let hours: Int
    let look: ListInput

    static let form = Form<EndpointPageInput>(
        Field("endpoint", .text(max: ErrorKindInput.nameMax, []), "Method and template of the path"),
        HoursInput.field, ListFields.sort, ListFields.order, ListFields.page, ListFields.format
    ) {
        EndpointPageInput(
            path: $0, hours: $1,
            look: ListInput(sort: $2, order: $3, page: $4, format: $5, others: [EndpointsListInput.asked($1)]))
    }
}
