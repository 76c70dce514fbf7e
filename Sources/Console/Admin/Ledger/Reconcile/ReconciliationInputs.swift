import Foundation
import Ledger
import Vocabulary
import Web

/// What a program's comparison takes.
struct ReconciliationInput: Input {
    let from: Date?
    let until: Date?
    let verifies: Bool

    static let form = Form<ReconciliationInput>(
        "LedgerReconciliation", Field("from", .instant, "Not before; without: thirty days before its end").optional,
        Field("until", .instant, "Before; without: by now").optional,
        Field("verify", .boolean, "All lines of the books are read again, too.").or(false)
    ) { from, until, verifies in
        if let from, let until, until <= from { throw InputFaults("?until", "until_before_from") }
        return ReconciliationInput(from: from, until: until, verifies: verifies)
    }
}

/// The console's, by days of the site's own, both included.
struct ReconciliationPageInput: Input {
    let from: CalendarDate?
    let until: CalendarDate?
    let verifies: Bool
    let look: ListInput

    static let form = Form<ReconciliationPageInput>(
        Field("from", .date, "The first day").optional, Field("until", .date, "The last day").optional,
        Field("verify", .boolean, "All lines of the books are read again, too.").or(false), ListFields.sort,
        ListFields.order, ListFields.page, ListFields.format
    ) { from, until, verifies, sort, order, page, format in
        if let from, let until, until < from { throw InputFaults("?until", "until_before_from") }
        return ReconciliationPageInput(
            from: from, until: until, verifies: verifies,
            look: ListInput(
                sort: sort, order: order, page: page, format: format,
                others: [("from", from?.description), ("until", until?.description)]))
    }
}
