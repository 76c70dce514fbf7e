import Foundation
import HTTPTypes
import Localization
import Pricing
import Rates
import Vocabulary
import Web

/// Exchange rates: what is in force and how old it is, what came before, and the way of each currency.
struct DeskRates: Sendable {
    let parts: DeskParts

    /// Drawn at most: a quarter of a year.
    static let drawnDays = 90

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(DeskPart.exchangeRates.url), .operate(.rates),
                "Exchange rates in force and their history", gives: [.html(), Answer.csvOutput, .signIn],
                options: .desk
            ) { (input: RateLookInput, context: OperatorPageContext) in
                try await list(input, Sitting(context, parts, at: .exchangeRates))
            }
        ]
    }

    private func list(_ input: RateLookInput, _ sitting: Sitting) async throws -> Answer {
        let (words, history) = (sitting.words, parts.rates.history)
        let table = Self.table(of: input.currency, sitting)
        if input.look.format == .csv {
            _ = try table.settled(input.look) { text, _ in RateHistoryPlace(text) }
            let isOldestFirst = table.order(input.look)?.direction == .up
            return try await RateTable.answer(of: input.currency, isOldestFirst, isForPeople: true, history)
        }
        var before: [Block] = []
        if let skipped = input.skipped {
            let codes = skipped.split(separator: ".").map(String.init)
            before.append(.warning(words("desk.rates.skipped", ["currencies": .text(words.formats.list(codes))])))
        }
        before += try await inForce(sitting)
        before.append(.links(title: nil, [Link(words("desk.rates.import.title"), DeskRateImport.url)]))
        if let currency = input.currency {
            let points = try await history.series(of: currency, days: Self.drawnDays)
            if let line = RateLine(currency, points, words) { before.append(.line(line)) }
        }
        let currencies = try await history.currencies()
        return try await sitting.show(
            table, input.look, lead: words("desk.rates.lead"), before: before,
            fields: [
                sitting.wordField(
                    "currency", words("desk.rates.currency"), currencies.map(\.code), chosen: input.currency?.code)
            ],
            place: { RateHistoryPlace($0) },
            read: { order, place, limit in
                try await history.entries(
                    of: input.currency, after: place, isOldestFirst: order?.direction == .up, limit: limit)
            })
    }

    /// In a line on the overview: of which day they are, and whether they still serve.
    static func fact(_ sitting: Sitting) async throws -> Fact {
        let (words, parts) = (sitting.words, sitting.parts.rates)
        let url = DeskPart.exchangeRates.url
        guard let newest = try await parts.history.newest() else {
            return Fact(words("desk.rates.in_force"), Cell(words("desk.rates.missing"), url: url, tone: .warned))
        }
        let isStale = parts.staleness.isOver(newest.source, newest.date, at: parts.clock.now())
        let state = words(isStale ? "desk.rates.stale" : "desk.rates.good")
        return Fact(
            words.formats.date(newest.date), Cell(state, url: url, tone: isStale ? .bad : .good))
    }

    private func inForce(_ sitting: Sitting) async throws -> [Block] {
        let words = sitting.words
        guard let newest = try await parts.rates.history.newest() else {
            return [.warning(words("desk.rates.none"))]
        }
        let now = parts.rates.clock.now()
        let isStale = parts.rates.staleness.isOver(newest.source, newest.date, at: now)
        let hours = RateStaleness.ageSeconds(newest.date, at: now) / 3_600
        let facts: [Fact] = [
            Fact(words("desk.rates.day"), Cell(words.formats.date(newest.date))),
            Fact(words("desk.rates.source"), Cell(words("desk.rates.source_\(newest.source.rawValue)"))),
            Fact(
                words("desk.rates.state"),
                Cell(words(isStale ? "desk.rates.stale" : "desk.rates.good"), tone: isStale ? .bad : .good)),
            Fact(words("desk.rates.age"), Cell(words("desk.rates.hours", ["hours": .number(hours)]))),
            Fact(
                words("desk.rates.limit"),
                Cell(
                    newest.source == .seed
                        ? words("desk.rates.unlimited")
                        : words("desk.rates.hours", ["hours": .number(parts.rates.staleness.hours)]))),
            Fact(words("desk.rates.fetched"), sitting.moment(newest.fetchedAt)),
            Fact(words("desk.rates.origin"), .code(newest.origin)),
        ]
        return [.facts(title: words("desk.rates.in_force"), facts)]
    }

    private static func table(of currency: CurrencyCode?, _ sitting: Sitting) -> ItemList<RateEntry> {
        let words = sitting.words
        let rate = ItemList<RateEntry>.Column(key: "per_euro", label: words("desk.rates.per_euro"), isOrdered: false) {
            ListValue($0.perEuro?.description)
        } cell: {
            .code($0.perEuro?.description)
        }
        return ItemList(
            words: words, path: DeskPart.exchangeRates.url, file: "exchange-rates",
            caption: words("desk.menu.exchange_rates"), empty: words("desk.rates.empty"),
            emptyLink: Link(words("desk.rates.import.title"), DeskRateImport.url), natural: ListOrder("date", .down),
            columns: [
                .init(key: "date", label: words("desk.rates.day")) {
                    ListValue($0.publication.date.description)
                } cell: {
                    Cell(words.formats.date($0.publication.date))
                }
            ] + (currency == nil ? [] : [rate]) + [
                .words("source", words("desk.rates.source"), isOrdered: false) {
                    words("desk.rates.source_\($0.publication.source.rawValue)")
                },
                .number("currencies", words("desk.rates.currencies"), sitting, isOrdered: false) { $0.currencyCount },
                .moment("fetched_at", words("desk.rates.fetched"), sitting, isOrdered: false) {
                    $0.publication.fetchedAt
                },
                .code("origin", words("desk.rates.origin"), isOrdered: false) { $0.publication.origin },
            ])
    }
}

/// How somebody looks at the history.
struct RateLookInput: Input {
    let look: ListInput
    let currency: CurrencyCode?
    /// What an import a moment ago left out.
    let skipped: String?

    static let skippedMax = 400

    static let form = Form<RateLookInput>(
        RateFields.currency, ListFields.sort, ListFields.order, ListFields.after, ListFields.format, ListFields.done,
        Field("skipped", .code(CodePattern("A-Z.", 1...skippedMax)), "What was just left out.").optional
    ) { currency, sort, order, after, format, done, skipped in
        RateLookInput(
            look: ListInput(
                sort: sort, order: order, after: after, format: format, done: done,
                others: [("currency", currency?.code)]),
            currency: currency, skipped: skipped)
    }
}
