import Foundation
import Postgres
import Pricing
import Vocabulary

/// SQL on `platform.exchange_rate_publications` and `platform.exchange_rates`.
enum RateStore {
    static let columns: SQL = "p.number, p.source, p.published_on, p.fetched_at, p.origin, p.document_sha256"

    /// Whoever imports goes alone, so that a day is compared with what is in force and nothing else.
    static let turn: SQL = "select pg_advisory_xact_lock(hashtextextended('exchange_rates', 0))"

    /// In force on each of these days: the last that came of it.
    static func current(_ source: RateSource, _ dates: [CalendarDate]) -> SQL {
        """
        select distinct on (p.published_on) p.published_on, p.rates_sha256 from exchange_rate_publications p
         where p.source = \(source.rawValue) and p.published_on = any (\(dates))
         order by p.published_on, p.number desc
        """
    }

    static func insert(_ new: NewPublication) -> SQL {
        """
        with publication as (
          insert into exchange_rate_publications (source, published_on, origin, document_sha256, rates_sha256)
          values (\(new.source.rawValue), \(new.rates.date), \(new.origin), \(new.documentSHA), \(new.ratesSHA))
          returning number
        ), rates as (
          insert into exchange_rates (publication_number, currency, per_euro)
          select publication.number, r.currency, r.per_euro::numeric
            from publication, unnest(\(new.currencies.map(\.code)), \(new.currencies.map { new.text(of: $0) }))
                 as r (currency, per_euro)
        )
        select number from publication
        """
    }

    /// The highest number there is: one look at the end of an index.
    static let last: SQL = "select coalesce(max(number), 0) as number from exchange_rate_publications"

    /// In force now: the latest day's of those that are not only examples, and of several of a day the last.
    static let newest: SQL = """
        select \(fragment: columns) from exchange_rate_publications p
         order by (p.source = 'seed'), p.published_on desc, p.number desc limit 1
        """

    /// In force on a day: of that day or the last one before it.
    static func newest(on date: CalendarDate) -> SQL {
        """
        select \(fragment: columns) from exchange_rate_publications p where p.published_on <= \(date)
         order by (p.source = 'seed'), p.published_on desc, p.number desc limit 1
        """
    }

    static func rates(_ number: Int) -> SQL {
        """
        select currency, per_euro::text as per_euro from exchange_rates where publication_number = \(number)
         order by currency
        """
    }
}

/// A day of a document on its way into the history.
struct NewPublication: Sendable {
    let source: RateSource
    let rates: ExchangeRates
    let origin: String
    let documentSHA: String

    var currencies: [CurrencyCode] { rates.perEuro.keys.sorted() }

    func text(of currency: CurrencyCode) -> String { rates.perEuro[currency]?.description ?? "" }

    /// The same rates always give the same digest, however they were written.
    var ratesSHA: String {
        RateDigest.of(
            currencies.map { "\($0)=\(text(of: $0))\n" }.joined().utf8)
    }
}

extension RatePublication {
    init(_ row: Row) throws {
        guard let source = RateSource(rawValue: try row.get("source")) else {
            throw RateRowFault(place: "source")
        }
        self.init(
            number: try row.get("number"), source: source, date: try row.get("published_on"),
            fetchedAt: try row.get("fetched_at"), origin: try row.get("origin"),
            documentSHA: try row.get("document_sha256"))
    }
}

/// A row that does not read as rates: written past us.
struct RateRowFault: Error, CustomStringConvertible {
    let place: String
    var description: String { "exchange rates: \(place) does not read" }
}
