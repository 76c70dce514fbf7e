package import Ledger
import Payments
import Vocabulary
package import Web

/// The comparison as JSON: what it holds, and how it is described.
enum ReconciliationAnswers {
    static let answered = "answered"

    static let comparison = Schema.object(
        "LedgerReconciliation",
        [
            .init("from", .nullable(.instant)), .init("until", .nullable(.instant)),
            .init(
                "processor",
                .choice([answered] + CompareBooks.Silence.allCases.map(\.rawValue)).annotated(
                    "Whether the processor told its side; where it did not, nothing is compared.")),
            .init("is_sound", .nullable(.boolean)), .init("balances", .array(balance)),
            .init("agreed_count", .count), .init("differences", .array(difference)),
            .init("differences_left_out", .count), .init("books", .nullable(books)),
        ], closed: true)

    private static let balance = Schema.object(
        "LedgerBalanceComparison",
        [
            .init("ledger", .money), .init("processor", .money),
            .init("difference", .money.annotated("Above nothing where the processor holds more.")),
            .init("is_sound", .boolean),
        ], closed: true)

    private static let fact = Schema.object(
        "LedgerProcessorFact", [.init("gross", .money), .init("fee", .money), .init("time", .instant)], closed: true)

    private static let difference = Schema.object(
        "LedgerDifference",
        [
            .init("state", .choice(BookDifference.State.allCases.map(\.rawValue))),
            .init("id", .text.annotated("The processor's name of it.")),
            .init("kind", .choice(ProcessorFact.Kind.allCases.map(\.rawValue))), .init("ledger", .nullable(fact)),
            .init("processor", .nullable(fact)),
            .init("fields", .array(.choice(["currency", "gross", "fee", "time"]))),
            .init("count", .nullable(.count)),
        ], closed: true)

    private static let books = Schema.object(
        "LedgerVerification",
        [
            .init("is_sound", .boolean), .init("account_count", .count), .init("transaction_count", .count),
            .init("line_count", .count),
            .init(
                "findings",
                .array(
                    .object(
                        "LedgerFinding",
                        [
                            .init("rule", .choice(LedgerFinding.Rule.allCases.map(\.rawValue))),
                            .init("object", .text),
                        ], closed: true))),
        ], closed: true)
}

extension BooksCompared: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("from", period.from)
            json.member("until", period.until)
            if case .silent(let silence) = answer {
                json.member("processor", silence.rawValue)
            } else {
                json.member("processor", ReconciliationAnswers.answered)
            }
            json.member("is_sound", answer.isSound)
            json.member("balances", array: { for balance in balances { $0.value(balance) } })
            json.member("agreed_count", agreedCount)
            json.member("differences", array: { for difference in told { $0.value(difference) } })
            json.member("differences_left_out", leftOut)
            if let report {
                json.member("books", report)
            } else {
                json.member("books", String?.none)
            }
        }
    }
}

extension BookDifference: JSONWritable {
    func write(to json: inout JSONWriter) {
        func member(_ name: String, _ fact: ProcessorFact?, _ json: inout JSONWriter) {
            guard let fact else { return json.member(name, String?.none) }
            json.member(
                name,
                object: {
                    $0.member("gross", fact.gross)
                    $0.member("fee", fact.fee)
                    $0.member("time", fact.time)
                })
        }
        json.object { json in
            json.member("state", state.rawValue)
            json.member("id", id)
            json.member("kind", kind.rawValue)
            member("ledger", ledger, &json)
            member("processor", processor, &json)
            json.member("fields", array: { for field in fields { $0.value(field) } })
            json.member("count", count)
        }
    }
}

extension BalanceComparison: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.member("ledger", ledger)
            $0.member("processor", processor)
            $0.member("difference", difference)
            $0.member("is_sound", isSound)
        }
    }
}

extension VerifyBooks.Report: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("is_sound", isSound)
            json.member("account_count", accountCount)
            json.member("transaction_count", transactionCount)
            json.member("line_count", lineCount)
            json.member(
                "findings",
                array: { json in
                    for finding in findings {
                        json.object {
                            $0.member("rule", finding.rule.rawValue)
                            $0.member("object", finding.object)
                        }
                    }
                })
        }
    }
}
