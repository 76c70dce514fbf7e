package import Foundation
import Metrics
import Postgres
package import Pricing
package import Tenancy
package import Vocabulary

/// Takes a document of rates into the history: the whole of it or nothing.
package struct ImportRates: Sendable {
    package struct Outcome: Hashable, Sendable {
        /// Days that are new, or have other rates than before.
        package let taken: [CalendarDate]
        /// Days whose rates are in force already.
        package let unchangedCount: Int
        /// Currencies that are none of ours; their rates are left out.
        package let unknown: [String]

        /// A few words for a log or a terminal.
        package var told: String {
            let skipped = unknown.isEmpty ? "" : ", not known: \(unknown.joined(separator: " "))"
            guard let first = taken.first, let last = taken.last else {
                return "nothing new, \(unchangedCount) days known\(skipped)"
            }
            let days = first == last ? "\(first)" : "\(taken.count) days, \(first) to \(last)"
            return "\(days) imported, \(unchangedCount) days known\(skipped)"
        }
    }

    static let counter = "travelhub_exchange_rate_imports_total"

    let platform: PlatformDatabase
    let trail: AuditTrail
    let clock: WallClock

    package init(platform: PlatformDatabase, identifiers: IdentifierSource, clock: WallClock) {
        self.platform = platform
        trail = AuditTrail(identifiers: identifiers)
        self.clock = clock
    }

    /// A document in the European Central Bank's form.
    ///
    /// - Parameter origin: where it came from.
    /// - Throws: ``RateFaults`` with every fault, `PostgresError`.
    package func take(_ bytes: [UInt8], origin: String, actor: AuditActor) async throws -> Outcome {
        let document: RateDocument
        do throws(RateFaults) {
            document = try RateDocument(ecb: bytes, today: RateStaleness.today(clock.now()))
        } catch {
            Self.count("refused")
            throw error
        }
        return try await take(document, .ecb, bytes, origin: origin, actor: actor)
    }

    /// Those that come with the program.
    package func takeSeed(_ rates: ExchangeRates, actor: AuditActor = "system") async throws -> Outcome {
        let text = rates.perEuro.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
        return try await take(
            RateDocument(days: [rates]), .seed, Array("\(rates.date)\n\(text)".utf8), origin: "seed", actor: actor)
    }

    private func take(
        _ document: RateDocument, _ source: RateSource, _ bytes: [UInt8], origin: String, actor: AuditActor
    ) async throws -> Outcome {
        let digest = RateDigest.of(bytes)
        let new = document.days.map {
            NewPublication(
                source: source, rates: $0, origin: String(origin.prefix(Self.originCharactersMax)),
                documentSHA: digest)
        }
        let taken = try await platform.transaction { tx in
            _ = try await tx.run(RateStore.turn)
            var inForce: [CalendarDate: String] = [:]
            for row in try await tx.run(RateStore.current(source, new.map(\.rates.date))) {
                inForce[try row.get("published_on")] = try row.get("rates_sha256")
            }
            let fresh = new.filter { inForce[$0.rates.date] != $0.ratesSHA }
            guard !fresh.isEmpty else { return [CalendarDate]() }
            let entry = Self.entry(fresh, source, digest, origin, document.unknown, actor)
            _ = try await tx.run(fresh.map(RateStore.insert) + [trail.platformStatement(entry, about: nil)])
            return fresh.map(\.rates.date)
        }
        Self.count(taken.isEmpty ? "unchanged" : "taken")
        return Outcome(
            taken: taken, unchangedCount: new.count - taken.count, unknown: document.unknown)
    }

    private static let originCharactersMax = 1_000

    private static func entry(
        _ fresh: [NewPublication], _ source: RateSource, _ digest: String, _ origin: String, _ unknown: [String],
        _ actor: AuditActor
    ) -> AuditEntry {
        let after = Record(
            source: source.rawValue, origin: origin, document: digest, days: fresh.map { "\($0.rates.date)" },
            unknown: unknown)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = (try? encoder.encode(after)).map { JSONText(String(decoding: $0, as: UTF8.self)) }
        return AuditEntry(
            action: "rates.import", actor: actor, subjectKind: "exchange_rates",
            subjectID: "\(source.rawValue)/\(fresh.last?.rates.date.description ?? "")", after: json)
    }

    private struct Record: Encodable {
        let source: String
        let origin: String
        let document: String
        let days: [String]
        let unknown: [String]
    }

    static func count(_ outcome: String) {
        Counter(label: counter, dimensions: [("outcome", outcome)]).increment()
    }
}
