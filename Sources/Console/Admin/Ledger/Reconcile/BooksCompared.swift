import Foundation
import Ledger
import Payments
import Tenancy
import Vocabulary

/// A site's books beside its processor's, and read again themselves where that is asked for.
struct BooksCompared: Sendable {
    /// Differences that one answer holds; who has more has another trouble than any one of them.
    static let differencesMax = 5_000

    let period: StatementPeriod
    let answer: CompareBooks.Answer
    let differences: [BookDifference]
    let report: VerifyBooks.Report?

    /// - Parameter verifies: all lines of the books are read again, which takes its time.
    init(
        _ compare: CompareBooks, _ period: StatementPeriod, verifies: Bool, in scope: TenantScope
    ) async throws {
        self.period = period
        answer = try await compare.read(period, in: scope)
        report = verifies ? try await VerifyBooks().run(scope) : nil
        guard case .told(_, let found) = answer else {
            differences = []
            return
        }
        differences = BookDifference.all(found)
    }

    var told: ArraySlice<BookDifference> { differences.prefix(Self.differencesMax) }
    var leftOut: Int { max(0, differences.count - Self.differencesMax) }

    var balances: [BalanceComparison] {
        guard case .told(let balances, _) = answer else { return [] }
        return balances
    }

    var agreedCount: Int {
        guard case .told(_, let found) = answer else { return 0 }
        return found.agreedCount
    }
}

/// One thing that the two sides do not tell alike.
struct BookDifference: Sendable {
    enum State: String, CaseIterable, Sendable {
        case missingInBooks = "missing_in_books"
        case missingAtProcessor = "missing_at_processor"
        case differing
        case doubledInBooks = "doubled_in_books"
        case doubledAtProcessor = "doubled_at_processor"
        case onTheWayToBooks = "on_the_way_to_books"
        case onTheWayToProcessor = "on_the_way_to_processor"
    }

    let state: State
    let id: String
    let kind: ProcessorFact.Kind
    var ledger: ProcessorFact?
    var processor: ProcessorFact?
    /// What is not the same, of what differs.
    var fields: [String] = []
    /// How often it is told, of what is doubled.
    var count: Int?

    var time: Date? { processor?.time ?? ledger?.time }

    static func all(_ found: Reconciliation) -> [BookDifference] {
        func absent(
            _ absence: Reconciliation.Absence, _ fromBooks: State, _ fromProcessor: State
        ) -> BookDifference {
            let fact = absence.fact
            return absence.from == .ledger
                ? BookDifference(state: fromBooks, id: fact.id, kind: fact.kind, processor: fact)
                : BookDifference(state: fromProcessor, id: fact.id, kind: fact.kind, ledger: fact)
        }
        let missing = found.missing.map { absent($0, .missingInBooks, .missingAtProcessor) }
        let differing = found.differing.map {
            BookDifference(
                state: .differing, id: $0.ledger.id, kind: $0.ledger.kind, ledger: $0.ledger, processor: $0.processor,
                fields: $0.fields)
        }
        let doubled = found.doubled.map {
            BookDifference(
                state: $0.on == .ledger ? .doubledInBooks : .doubledAtProcessor, id: $0.id, kind: $0.kind,
                count: $0.count)
        }
        return missing + differing + doubled
            + found.onTheWay.map { absent($0, .onTheWayToBooks, .onTheWayToProcessor) }
    }
}
