import ArgumentParser
import Foundation
import Ledger
import Payments
import Tenancy
import Vocabulary

extension LedgerCommand {
    struct Reconcile: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare the books with what the payment processor says: what moved there, what stands there.",
            discussion: """
                The processor is asked for the lines of its balance and for what it holds in each currency; with \
                --balance for the latter alone. A file of --facts takes the place of its lines: a line of JSON for \
                each fact, {"id":"ch_1","kind":"charge","gross":5000,"fee":150,"currency":"EUR",\
                "time":"2026-06-01T12:00:00Z"}; kinds are charge, refund, dispute, dispute_return, payout and other. \
                With --from and --until it holds a day more on either side. Exits with 1 where the sides do not agree.
                """)

        /// Of the processor's lines, a hundred each.
        private static let pagesMax = LedgerFacts.factsMax / 100

        @OptionGroup var options: LedgerOptions

        @Option(name: .long, help: "The processor's side from a file, fact by fact.")
        var facts: String?

        @Flag(name: .long, help: "Ask the processor what stands there, by currency.")
        var balance = false

        @Option(name: .long, help: "Not before (RFC 3339).")
        var from: LedgerInstant?

        @Option(name: .long, help: "Before (RFC 3339).")
        var until: LedgerInstant?

        func run() async throws {
            let file = try facts.map { try ProcessorFactFile(path: $0) }
            let period = StatementPeriod(from: from?.date, until: until?.date)
            let told = try await options.with { scope, desk -> Told in
                guard file != nil || balance else { return try await Self.told(period, desk, scope) }
                let balances = balance ? try await Self.balances(desk, scope) : []
                guard let file else { return Told(balances: balances) }
                let reconcile = ReconcileBooks(processor: file, clock: desk.clock)
                return Told(balances: balances, found: try await reconcile.run(period, in: scope))
            }
            for one in told.balances { print(Self.words(one)) }
            if let found = told.found { Self.tell(found) }
            guard told.isSound else { throw ExitCode(1) }
        }

        private struct Told {
            let balances: [BalanceComparison]
            var found: Reconciliation?

            var isSound: Bool { balances.allSatisfy(\.isSound) && found?.isSound ?? true }
        }

        private static func told(
            _ period: StatementPeriod, _ desk: TenantDesk, _ scope: TenantScope
        ) async throws -> Told {
            switch try await desk.compare.read(period, pagesMax: pagesMax, in: scope) {
            case .told(let balances, let found): return Told(balances: balances, found: found)
            case .silent(.noAccount): throw ValidationError("nobody has said where the partner's money goes")
            case .silent(.keyRefused): throw ValidationError("the partner's key opens nothing at the processor")
            case .silent(.unreachable): throw ValidationError("the processor does not say what moved there")
            case .silent(.tooMuch): throw ValidationError("too much moved there: say --from and --until")
            }
        }

        private static func balances(_ desk: TenantDesk, _ scope: TenantScope) async throws -> [BalanceComparison] {
            do { return try await desk.compare.balances(in: scope) } catch let fault as ProcessorFault {
                throw ValidationError("the processor does not say what stands there: \(fault)")
            }
        }

        private static func words(_ one: BalanceComparison) -> String {
            one.isSound
                ? "\(one.processor) at the processor, as in the books"
                : "DIFFERENT by \(one.difference): \(one.processor) at the processor, \(one.ledger) in the books"
        }

        private static func tell(_ found: Reconciliation) {
            for absence in found.missing {
                print("MISSING at the \(absence.from.rawValue): \(words(absence.fact))")
            }
            for doubling in found.doubled {
                print(
                    "DOUBLED at the \(doubling.on.rawValue): \(doubling.kind.rawValue) \(doubling.id) × \(doubling.count)"
                )
            }
            for difference in found.differing {
                print(
                    "DIFFERENT \(difference.fields.joined(separator: ", ")): ledger \(words(difference.ledger)), "
                        + "processor \(words(difference.processor))")
            }
            for absence in found.onTheWay {
                print("on the way to the \(absence.from.rawValue): \(words(absence.fact))")
            }
            print("\(found.agreedCount) agree")
        }

        private static func words(_ fact: ProcessorFact) -> String {
            "\(fact.kind.rawValue) \(fact.id) \(fact.gross), fee \(fact.fee), \(fact.time.formatted(.iso8601))"
        }
    }
}
