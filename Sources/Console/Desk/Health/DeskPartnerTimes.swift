import HTTPTypes
import Localization
import Postgres
import Tenancy
import Vocabulary
import Web

/// Who asks how much and is answered how fast: all partners, and each of them day by day.
struct DeskPartnerTimes: Sendable {
    let parts: DeskParts

    static let url = "/desk/statistics/tenants"

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(Self.url), .operate(.statistics), "Partners by their requests",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: PartnerTimesInput, context: OperatorPageContext) in
                try await list(input, Sitting(context, parts, at: .statistics))
            },
            Route(
                .get, PathTemplate("\(Self.url)/{slug}"), .operate(.statistics),
                "How one partner's site does, day by day",
                gives: [.html(), Answer.csvOutput, .signIn], refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: PartnerDaysInput, context: OperatorPageContext) in
                try await days(input, Sitting(context, parts, at: .statistics))
            },
        ]
    }

    private func list(_ input: PartnerTimesInput, _ sitting: Sitting) async throws -> Answer {
        let (words, thresholds) = (sitting.words, parts.thresholds)
        let list = ItemList<StatisticsReport.TenantTimes>(
            words: words, path: Self.url, file: "tenant-requests", caption: words("desk.statistics.tenants"),
            empty: words("desk.statistics.empty"),
            natural: ListOrder(StatisticsReport.ShareOrder.requests.rawValue, .down),
            columns: [
                .code("tenant", words("desk.column.tenant")) {
                    "\(Self.url)/\($0.slug)?days=\(input.days.days)"
                } _: {
                    $0.slug
                },
                .number("failed", words("desk.column.failed"), sitting) { $0.classes.last },
            ] + TimeColumns(reader: sitting, thresholds: thresholds).columns { $0.tally })
        let leftOut = try await parts.statistics.requestsLeftOut(days: input.days.days)
        return try await sitting.show(
            list, counted: input.look,
            lead: words(
                "desk.statistics.tenants_lead", ["period": .text(DaysListInput.period(input.days.days, words))]),
            told: leftOut == 0
                ? [] : [words("desk.statistics.tenants_left_out", ["requests": .number(leftOut)])],
            before: [DeskStatistics.links(Self.url, sitting)],
            fields: [
                sitting.searchField(input.look, hint: words("desk.column.slug")),
                DaysListInput.field(input.days, sitting),
            ],
            read: { [statistics = parts.statistics] order, offset, limit in
                try await statistics.tenants(
                    SumPage(order, else: .requests, search: input.look.search, offset: offset, limit: limit),
                    thresholds, days: input.days.days
                ).shown
            })
    }

    private func days(_ input: PartnerDaysInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        guard let scope = try await parts.tenants.scope(slug: input.slug) else {
            throw TenantError.unknown(slug: input.slug).problem
        }
        let days = try await parts.statistics.days(ofTenant: scope.entry.number, days: input.days.days)
        return try await TenantDaysList(
            reader: sitting, path: "\(Self.url)/\(input.slug)", thresholds: parts.thresholds
        ).answer(
            days, input.days, title: words("desk.days.of", ["slug": .text(input.slug)]),
            trail: [
                Link(words("desk.menu.statistics"), DeskPart.statistics.url),
                Link(words("desk.statistics.tenants"), Self.url),
            ],
            before: [
                .facts(
                    title: nil,
                    [
                        Fact(
                            words("desk.column.tenant"),
                            .code(input.slug, url: "\(DeskPart.tenants.url)/\(input.slug)"))
                    ])
            ])
    }
}

struct PartnerTimesInput: Input {
    let look: ListInput
    let days: DaysListInput

    static let form = Form<PartnerTimesInput>(
        ListFields.search, DaysInput.field, ListFields.sort, ListFields.order, ListFields.page, ListFields.format
    ) { search, days, sort, order, page, format in
        let days = DaysListInput(days: days, sort, order, page, format)
        var look = days.look
        look.search = search
        return PartnerTimesInput(look: look, days: days)
    }
}

struct PartnerDaysInput: Input {
    let slug: String
    let days: DaysListInput

    static let form = Form<PartnerDaysInput>(
        Field("slug", .code(SlugInput.pattern)), DaysInput.field, ListFields.sort, ListFields.order, ListFields.page,
        ListFields.format
    ) { PartnerDaysInput(slug: $0, days: DaysListInput(days: $1, $2, $3, $4, $5)) }
}
