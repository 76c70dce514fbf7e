package import Foundation
package import Postgres
package import Pricing
import Tenancy
package import Vocabulary

/// One rate as it was published, or one publication where no currency is asked for.
package struct RateEntry: Hashable, Sendable {
    package let publication: RatePublication
    /// How many currencies it has beside the euro.
    package let currencyCount: Int
    /// Of the currency that was asked for.
    package let perEuro: ExchangeRate?
}

/// Where a row of the history stands: its day, and which of that day's publications it is.
package struct RateHistoryPlace: Hashable, Sendable, LosslessStringConvertible {
    let date: CalendarDate
    let number: Int

    package init(_ entry: RateEntry) {
        date = entry.publication.date
        number = entry.publication.number
    }

    /// `2026-11-25.17`
    package init?(_ text: String) {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2, let date = CalendarDate(String(halves[0])),
            (1...18).contains(halves[1].count), halves[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(halves[1])
        else { return nil }
        self.date = date
        self.number = number
    }

    package var description: String { "\(date).\(number)" }
    package static let charactersMax = 29
}

extension RateHistory {
    /// Rows of one reading, at most.
    package static let entriesMax = 1_000

    /// What was published, one publication a row, in the order of its days.
    ///
    /// - Parameters:
    ///   - currency: only publications that have it, with its rate.
    ///   - isOldestFirst: else the latest day first.
    package func entries(
        of currency: CurrencyCode?, after place: RateHistoryPlace?, isOldestFirst: Bool = false, limit: Int
    ) async throws -> [RateEntry] {
        try await platform.run(
            RateStore.entries(currency, after: place, isOldestFirst, limit: min(limit, Self.entriesMax))
        ).map(RateEntry.init)
    }

    /// A currency's rates day by day, the oldest first: of each day those in force, examples only where there are no
    /// others at all.
    package func series(
        of currency: CurrencyCode, days: Int
    ) async throws -> [(date: CalendarDate, perEuro: ExchangeRate)] {
        try await platform.run(RateStore.series(currency, days: min(days, Self.entriesMax))).map { row in
            (try row.get("published_on"), try ExchangeRate(stored: row))
        }.reversed()
    }

    /// Currencies that were ever published.
    package func currencies() async throws -> [CurrencyCode] {
        try await platform.run(RateStore.currencies).compactMap { CurrencyCode(try $0.get("currency")) }
    }
}

extension ExchangeRate {
    /// Of the column `per_euro`. Throws `RateRowFault`.
    init(stored row: Row) throws {
        guard let rate = try? ExchangeRate(try row.get("per_euro", as: String.self)) else {
            throw RateRowFault(place: "per_euro")
        }
        self = rate
    }
}

extension RateEntry {
    init(_ row: Row) throws {
        let rate = try row.get("per_euro", as: String?.self).map { text -> ExchangeRate in
            guard let rate = try? ExchangeRate(text) else { throw RateRowFault(place: "per_euro") }
            return rate
        }
        self.init(
            publication: try RatePublication(row), currencyCount: try row.get("currency_count"), perEuro: rate)
    }
}

extension RateStore {
    static func entries(
        _ currency: CurrencyCode?, after place: RateHistoryPlace?, _ isOldestFirst: Bool, limit: Int
    ) -> SQL {
        let (sign, way): (SQL, SQL) = isOldestFirst ? (">", "asc") : ("<", "desc")
        let behind: SQL =
            place.map {
                "(p.published_on, p.number) \(fragment: sign) (\($0.date), \($0.number))"
            } ?? "true"
        let code = currency?.code
        let has: SQL = currency == nil || currency == .eur ? "true" : "r.currency is not null"
        return """
            select \(fragment: columns), r.per_euro::text as per_euro,
                   (select count(*) from exchange_rates c where c.publication_number = p.number) as currency_count
              from exchange_rate_publications p
              left join exchange_rates r on r.publication_number = p.number and r.currency = \(code)
             where \(fragment: behind) and \(fragment: has)
             order by p.published_on \(fragment: way), p.number \(fragment: way) limit \(limit)
            """
    }

    static func series(_ currency: CurrencyCode, days: Int) -> SQL {
        """
        select distinct on (p.published_on) p.published_on, r.per_euro::text as per_euro
          from exchange_rates r join exchange_rate_publications p on p.number = r.publication_number
         where r.currency = \(currency.code)
           and (p.source <> 'seed'
                or not exists (select from exchange_rate_publications o where o.source <> 'seed'))
         order by p.published_on desc, p.number desc limit \(days)
        """
    }

    static let currencies: SQL = """
        select distinct currency from exchange_rates order by currency
        """
}
