import Foundation
import Ledger
import Vocabulary

/// The processor's side of a reconciliation as a file: a line of JSON for each fact.
struct ProcessorFactFile: ProcessorFacts {
    private struct Line: Decodable {
        let id: String
        let kind: String
        let gross: Int
        let fee: Int
        let currency: CurrencyCode
        let time: Date
    }

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    private let all: [ProcessorFact]

    /// Throws `Unreadable` with the line's number: half a file would find missing what it does not hold.
    init(path: String) throws {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let text = try String(contentsOfFile: path, encoding: .utf8)
        all = try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            guard !line.allSatisfy(\.isWhitespace) else { return nil }
            guard let read = try? decoder.decode(Line.self, from: Data(line.utf8)),
                let kind = ProcessorFact.Kind(rawValue: read.kind), !read.id.isEmpty, read.gross >= 0, read.fee >= 0
            else { throw Unreadable(description: "\(path):\(index + 1): not a fact") }
            return ProcessorFact(
                id: read.id, kind: kind, gross: Money(minor: read.gross, read.currency),
                fee: Money(minor: read.fee, read.currency), time: read.time)
        }
    }

    func facts(_ period: StatementPeriod) async throws -> [ProcessorFact] {
        all.filter { fact in
            (period.from.map { fact.time >= $0 } ?? true) && (period.until.map { fact.time < $0 } ?? true)
        }
    }
}
