package import Ledger
import Vocabulary
package import Web

/// The books as JSON: what each answer holds, and how it is described.
enum LedgerAnswers {
    private static let codes = Schema.choice(AccountCode.allCases.map(\.rawValue))
    private static let sums = Schema.object(
        "LedgerSums", [.init("debits", .money), .init("credits", .money)], closed: true)

    static let trialBalance = Schema.object(
        "TrialBalance",
        [
            .init("at", .nullable(.instant)), .init("is_balanced", .boolean),
            .init(
                "lines",
                .array(
                    .object(
                        "TrialBalanceLine",
                        [
                            .init("code", codes), .init("normal_side", side), .init("posted", sums),
                            .init("pending", sums), .init("balance", .money),
                        ], closed: true))),
            .init(
                "totals",
                .array(
                    .object(
                        "TrialBalanceTotal",
                        [
                            .init("currency", .currency), .init("posted", sums), .init("pending", sums),
                            .init("is_balanced", .boolean),
                        ], closed: true))),
        ], closed: true)

    static let account = Schema.object(
        "LedgerAccount",
        [
            .init("id", .uuid), .init("code", codes), .init("normal_side", side), .init("currency", .currency),
            .init(
                "subject",
                .nullable(
                    .object(
                        "LedgerSubject",
                        [
                            .init("kind", .choice(LedgerSubject.Kind.allCases.map(\.rawValue))), .init("id", .uuid),
                        ], closed: true))),
            .init("balance", .money.annotated("What counts, on the normal side.")),
            .init("expected", .money.annotated("The same if everything that is reserved were posted.")),
            .init("posted", sums), .init("pending", sums), .init("opened_at", .instant),
        ], closed: true)

    static let statement = Schema.object(
        "LedgerStatement",
        [
            .init("account", account), .init("from", .nullable(.instant)), .init("until", .nullable(.instant)),
            .init("opening", .money), .init("closing", .money), .init("data", .array(line)),
            .init("next_cursor", .nullable(.text)),
        ], closed: true)

    private static let side = Schema.choice(["debit", "credit"])

    private static let line = Schema.object(
        "LedgerStatementLine",
        [
            .init("transaction_id", .uuid), .init("kind", .text), .init("key", .text),
            .init("booking_id", .nullable(.uuid)), .init("payment_id", .nullable(.uuid)),
            .init("refund_id", .nullable(.uuid)), .init("processor_reference", .nullable(.text)),
            .init("effective_at", .instant), .init("recorded_at", .instant),
            .init("amount", .money.annotated("Debits are positive, credits negative.")),
            .init("balance", .money.annotated("After it, on the account's normal side.")),
        ], closed: true)
}

private struct MoneySums: JSONWritable {
    let sums: LedgerSums
    let currency: CurrencyCode

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("debits", Money(minor: sums.debits, currency))
            $0.member("credits", Money(minor: sums.credits, currency))
        }
    }
}

extension TrialBalance: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("at", instant)
            json.member("is_balanced", isBalanced)
            json.member("lines", array: { for line in lines { $0.value(line) } })
            json.member("totals", array: { for total in totals { $0.value(total) } })
        }
    }
}

extension TrialBalance.Line: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.member("code", code.rawValue)
            $0.member("normal_side", code.normalSide.rawValue)
            $0.member("posted", MoneySums(sums: posted, currency: currency))
            $0.member("pending", MoneySums(sums: pending, currency: currency))
            $0.member("balance", balance)
        }
    }
}

extension TrialBalance.Total: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.member("currency", currency)
            $0.member("posted", MoneySums(sums: posted, currency: currency))
            $0.member("pending", MoneySums(sums: pending, currency: currency))
            $0.member("is_balanced", isBalanced)
        }
    }
}

extension AccountBalance: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("code", account.code.rawValue)
            json.member("normal_side", account.code.normalSide.rawValue)
            json.member("currency", account.currency)
            if let subject = account.subject {
                json.member(
                    "subject",
                    object: {
                        $0.member("kind", subject.kind.rawValue)
                        $0.member("id", subject.id)
                    })
            } else {
                json.member("subject", String?.none)
            }
            json.member("balance", balance)
            json.member("expected", expected)
            json.member("posted", MoneySums(sums: posted, currency: account.currency))
            json.member("pending", MoneySums(sums: pending, currency: account.currency))
            json.member("opened_at", openedAt)
        }
    }
}

extension AccountStatement: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("account", account)
            json.member("from", period.from)
            json.member("until", period.until)
            json.member("opening", opening)
            json.member("closing", closing)
            json.member("data", array: { for line in lines { $0.value(line) } })
            json.member("next_cursor", next?.description)
        }
    }
}

extension AccountStatement.Line: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.member("transaction_id", transaction)
            $0.member("kind", kind)
            $0.member("key", key)
            $0.member("booking_id", booking)
            $0.member("payment_id", payment)
            $0.member("refund_id", refund)
            $0.member("processor_reference", processorReference)
            $0.member("effective_at", effectiveAt)
            $0.member("recorded_at", recordedAt)
            $0.member("amount", amount)
            $0.member("balance", balance)
        }
    }
}
