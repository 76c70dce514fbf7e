import Foundation
import Postgres
import Vocabulary

/// The one statement that writes to the books, and what asks whether it did.
enum LedgerStore {
    static func post(_ entry: LedgerEntry, id: UUID) -> SQL {
        let (step, lines, aim, lapse) = parts(entry.step)
        let topic = entry.topic
        return """
            select posted_id, posted_at, is_replay from ledger_post(
              \(id), \(entry.reference.kind.rawValue), \(entry.reference.key), \(step), \(aim?.kind.rawValue),
              \(aim?.key), \(entry.effectiveAt), \(lapse.map { Int32(clamping: min($0, LedgerEntry.lapseSecondsMax)) }),
              \(topic.booking), \(topic.payment), \(topic.refund), \(topic.dispute), \(topic.payout),
              \(topic.processorReference), \(lines.map(\.account.code.rawValue)),
              \(lines.map(\.account.currency.code)), \(lines.map { $0.account.subject?.kind.rawValue }),
              \(lines.map { $0.account.subject?.id }), \(lines.map(\.minor)))
            """
    }

    static func written(_ kind: LedgerKind, _ keys: [String]) -> SQL {
        """
        select t.key, exists (select from ledger_transactions r
                               where r.tenant_id = t.tenant_id and r.reverses_id = t.transaction_id) as is_taken_back
          from ledger_transactions t where t.kind = \(kind.rawValue) and t.key = any(\(keys))
        """
    }

    private static func parts(
        _ step: LedgerEntry.Step
    ) -> (name: String, lines: [LedgerLine], aim: LedgerReference?, lapseSeconds: Int?) {
        switch step {
        case .single(let lines): ("single", lines.lines, nil, nil)
        case .pending(let lines, let seconds): ("pending", lines.lines, nil, seconds)
        case .post(let lines, let aim): ("post", lines.lines, aim, nil)
        case .void(let aim): ("void", [], aim, nil)
        case .lapse(let aim): ("expire", [], aim, nil)
        case .reversal(let aim): ("reversal", [], aim, nil)
        }
    }
}
