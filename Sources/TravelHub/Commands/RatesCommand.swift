import ArgumentParser
import Breakers
import Foundation
import NameLookup
import Postgres
import Pricing
import Rates
import Tenancy
import Vocabulary

/// Exchange rates from the machine: what came, what is in force, and what is taken in by hand.
struct RatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rates", abstract: "Import, list and show exchange rates.",
        subcommands: [Import.self, List.self, Show.self])

    /// Closes the pool whatever the body does.
    static func with<Result>(_ body: (RateHouse, Base) async throws -> Result) async throws -> Result {
        let base = try await Launch.base()
        let pool = base.access.pool(.platform, maximum: 1)
        let house = RateHouse(
            base: base, platform: PlatformDatabase(pool: pool),
            resolver: NameResolver(servers: base.settings.nameServers), breakers: BreakerRegister(redis: nil))
        do {
            let result = try await body(house, base)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take in a document in the European Central Bank's form, of one day or of many.",
            discussion: "Without a file and without --url what EXCHANGE_RATES_URL names is asked. "
                + "Exits with 1 for a document with a fault, of which nothing is taken.")

        @Argument(help: "The file.")
        var file: String?

        @Option(help: "Where it is fetched from instead.")
        var url: String?

        func validate() throws {
            guard file == nil || url == nil else { throw ValidationError("a file or --url, not both") }
        }

        func run() async throws {
            do {
                let outcome = try await RatesCommand.with { house, base in
                    guard let place = try place(base.settings.exchangeRatePlace) else {
                        throw ValidationError("no file, no --url, and EXCHANGE_RATES_URL names nobody")
                    }
                    let bytes = try await house.fetch.get(place)
                    return try await house.take.take(bytes, origin: "\(place)", actor: OperatorCommand.actor)
                }
                print(outcome.told)
            } catch let faults as RateFaults {
                for fault in faults.faults { print("REFUSED: \(fault)") }
                throw ExitCode(1)
            } catch let error as RateFetchError {
                throw ValidationError("\(error)")
            }
        }

        private func place(_ usual: RatePlace?) throws -> RatePlace? {
            if let file { return .file(URL(fileURLWithPath: file).path) }
            guard let url else { return usual }
            guard case .url = RatePlace(url) else { throw ValidationError("\(url) is no https URL") }
            return RatePlace(url)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What was published, the latest day first.")

        static let shownMax = RateHistory.entriesMax

        @Option(help: "Only rates of this currency.")
        var currency: CurrencyCode?

        @Option(help: "At most so many.")
        var limit = 30

        func validate() throws {
            guard (1...Self.shownMax).contains(limit) else { throw ValidationError("1 to \(Self.shownMax)") }
        }

        func run() async throws {
            let entries = try await RatesCommand.with { house, _ in
                try await house.history.entries(of: currency, after: nil, limit: limit)
            }
            for entry in entries {
                let one = entry.publication
                let what = entry.perEuro.map { "\($0)" } ?? "\(entry.currencyCount) currencies"
                print("\(one.date)  \(one.source.rawValue)  \(what)  fetched \(one.fetchedAt.rfc3339)  \(one.origin)")
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The rates in force now, or on a day: units for one euro.",
            discussion: "Exits with 1 where there are none, and where those of now are too old to be shown.")

        @Option(help: "YYYY-MM-DD.")
        var date: CalendarDate?

        func run() async throws {
            let isStale = try await RatesCommand.with { house, base in
                let found =
                    if let date { try await house.history.newest(on: date) } else { try await house.history.newest() }
                guard let found else { throw ValidationError("nothing was published") }
                let rates = try await house.history.rates(of: found)
                let now = base.clock.now()
                let isStale = date == nil && house.staleness.isOver(found.source, found.date, at: now)
                let hours = RateStaleness.ageSeconds(found.date, at: now) / 3_600
                print("\(found.date)  \(found.source.rawValue)  \(hours) h old\(isStale ? "  TOO OLD" : "")")
                for currency in rates.perEuro.keys.sorted() {
                    print("\(currency)  \(rates[currency]?.description ?? "")")
                }
                return isStale
            }
            if isStale { throw ExitCode(1) }
        }
    }
}

extension CalendarDate: ExpressibleByArgument {}
