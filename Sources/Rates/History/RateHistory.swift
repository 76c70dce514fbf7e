import Foundation
package import Postgres
package import Pricing
package import Tenancy
package import Vocabulary

/// Reads what was published.
package struct RateHistory: Sendable {
    let platform: PlatformDatabase

    package init(platform: PlatformDatabase) { self.platform = platform }

    /// The number of what came last; nought where nothing did.
    func last() async throws -> Int { try await platform.run(RateStore.last).only().get("number") }

    /// In force now; nil where nothing was published.
    package func newest() async throws -> RatePublication? {
        try await platform.run(RateStore.newest).first.map(RatePublication.init)
    }

    /// In force on a day; nil where nothing was published by then.
    package func newest(on date: CalendarDate) async throws -> RatePublication? {
        try await platform.run(RateStore.newest(on: date)).first.map(RatePublication.init)
    }

    /// What amounts of a day are converted by; nil where what was published by then was too old.
    ///
    /// Throws `RateRowFault`, `PostgresError`.
    package func rates(on date: CalendarDate, within staleness: RateStaleness) async throws -> ExchangeRates? {
        guard let publication = try await newest(on: date),
            !staleness.isOver(publication.source, publication.date, on: date)
        else { return nil }
        return try await rates(of: publication)
    }

    /// Throws `RateRowFault`, `PostgresError`.
    package func rates(of publication: RatePublication) async throws -> ExchangeRates {
        var rates: [CurrencyCode: ExchangeRate] = [:]
        for row in try await platform.run(RateStore.rates(publication.number)) {
            // A currency that went out of use since is left alone.
            guard let currency = CurrencyCode(try row.get("currency")) else { continue }
            rates[currency] = try ExchangeRate(stored: row)
        }
        return ExchangeRates(date: publication.date, perEuro: rates)
    }
}
