import Postgres
import Rates
import Vocabulary
import Web

/// What a look at the history takes.
struct RatesInput: Input {
    let currency: CurrencyCode?
    let isOldestFirst: Bool
    let limit: Int
    let cursor: RateHistoryPlace?

    static let limitMax = 100

    static let form = Form(
        "ExchangeRates", RateFields.currency, PageFields.order(.down),
        Field("limit", .integer(1...limitMax), "Rows").or(20),
        Field(
            "cursor",
            Kind<RateHistoryPlace>.parsed(
                nil, "format", expected: "next_cursor", max: RateHistoryPlace.charactersMax),
            "From the page before, in the same order."
        ).optional
    ) { RatesInput(currency: $0, isOldestFirst: $1 == .up, limit: $2, cursor: $3) }
}

struct RatesExportInput: Input {
    let currency: CurrencyCode?
    let isOldestFirst: Bool

    static let form = Form("ExchangeRatesExport", RateFields.currency, PageFields.order(.down)) {
        RatesExportInput(currency: $0, isOldestFirst: $1 == .up)
    }
}

struct RateDayInput: Input {
    let date: CalendarDate

    static let form = Form("ExchangeRateDay", Field("date", .date)) { RateDayInput(date: $0) }
}

enum RateFields {
    static let currency = Field("currency", .currency, "Only what has it, with its rate").optional
}
