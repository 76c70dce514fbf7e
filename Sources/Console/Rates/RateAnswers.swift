import Foundation
import Pricing
import Rates
import Vocabulary
import Web

/// A publication as programs read it.
private enum RatePublicationMembers {
    static let schema: [Schema.Property] = [
        .init("number", .count.annotated("Ascending in the order of their coming.")), .init("date", .date),
        .init("source", .choice(RateSource.allCases.map(\.rawValue))), .init("fetched_at", .instant),
        .init("origin", .text), .init("document_sha256", .text),
    ]

    static func write(_ one: RatePublication, to json: inout JSONWriter) {
        json.member("number", one.number)
        json.member("date", one.date.description)
        json.member("source", one.source.rawValue)
        json.member("fetched_at", one.fetchedAt.rfc3339)
        json.member("origin", one.origin)
        json.member("document_sha256", one.documentSHA)
    }
}

/// What is in force, and for how long it is good.
struct RateStandingAnswer: JSONWritable {
    static let schema = Schema.object(
        "ExchangeRateStanding",
        RatePublicationMembers.schema + [
            .init("age_seconds", .count.annotated("Since 16:00 of its day in Frankfurt.")),
            .init("is_stale", .boolean.annotated("True: sites show prices in what they charge alone.")),
            .init("stale_after_hours", .count),
        ], closed: true)

    let publication: RatePublication
    let ageSeconds: Int
    let isStale: Bool
    let hours: Int

    init(_ publication: RatePublication, _ staleness: RateStaleness, _ now: Date) {
        self.publication = publication
        ageSeconds = RateStaleness.ageSeconds(publication.date, at: now)
        isStale = staleness.isOver(publication.source, publication.date, at: now)
        hours = staleness.hours
    }

    func write(to json: inout JSONWriter) {
        json.object {
            RatePublicationMembers.write(publication, to: &$0)
            $0.member("age_seconds", ageSeconds)
            $0.member("is_stale", isStale)
            $0.member("stale_after_hours", hours)
        }
    }
}

/// One row of the history.
struct RateEntryAnswer: JSONWritable {
    static let schema = Schema.object(
        "ExchangeRateEntry",
        RatePublicationMembers.schema + [
            .init("currencies", .count.annotated("How many it has beside the euro.")),
            .init(
                "per_euro",
                .nullable(.text).annotated("A decimal number, of the currency that was asked for; null without one.")),
        ], closed: true)

    let entry: RateEntry

    func write(to json: inout JSONWriter) {
        json.object {
            RatePublicationMembers.write(entry.publication, to: &$0)
            $0.member("currencies", entry.currencyCount)
            $0.member("per_euro", entry.perEuro?.description)
        }
    }
}

/// A page of the history with what is in force.
struct RateListAnswer: JSONWritable {
    static let schema = Schema.object(
        "ExchangeRateList",
        [
            .init("in_force", .nullable(RateStandingAnswer.schema)), .init("data", .array(RateEntryAnswer.schema)),
            .init("next_cursor", .nullable(.text)),
        ], closed: true)

    let inForce: RateStandingAnswer?
    /// One more than the page holds where there are more.
    let entries: [RateEntry]
    let limit: Int

    func write(to json: inout JSONWriter) {
        let shown = entries.prefix(limit)
        json.object {
            $0.member("in_force", inForce)
            $0.member("data", shown.map(RateEntryAnswer.init))
            $0.member(
                "next_cursor", entries.count > limit ? shown.last.map { RateHistoryPlace($0).description } : nil)
        }
    }
}

/// The rates of one day.
struct RateDayAnswer: JSONWritable {
    static let schema = Schema.object(
        "ExchangeRateDay",
        RatePublicationMembers.schema + [
            .init("rates", .map(.text).annotated("By currency, as decimal numbers: units for one euro."))
        ], closed: true)

    let publication: RatePublication
    let rates: ExchangeRates

    func write(to json: inout JSONWriter) {
        json.object {
            RatePublicationMembers.write(publication, to: &$0)
            $0.member(
                "rates",
                object: { json in
                    for (currency, rate) in rates.perEuro.sorted(by: { $0.key < $1.key }) {
                        json.member(currency.code, rate.description)
                    }
                })
        }
    }
}
