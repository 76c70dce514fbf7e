import Foundation
import Ledger
import Postgres
import Vocabulary
import Web

/// What a look at the trial balance takes.
struct TrialBalanceInput: Input {
    let at: Date?

    static let form = Form<TrialBalanceInput>(
        "TrialBalance", Field("at", .instant, "What had happened by then; without: by now").optional
    ) { TrialBalanceInput(at: $0) }
}

/// What a search for accounts takes; every part may be left out.
struct AccountSearchInput: Input {
    let filter: AccountFilter
    let sort: AccountOrder
    let order: RowDirection
    let cursor: AccountPlace?
    let limit: Int

    static let form = Form<AccountSearchInput>(
        "LedgerAccounts", LedgerFields.code, LedgerFields.currency, LedgerFields.subject,
        Field("sort", Kind<AccountOrder>.choice, "What the rows are in the order of.").or(.account),
        PageFields.order(.up),
        Field(
            "cursor", Kind<AccountPlace>.parsed(nil, "format", expected: "next_cursor", max: 100),
            "From the page before."
        ).optional, Field("limit", .integer(1...100)).or(20)
    ) {
        AccountSearchInput(
            filter: AccountFilter(code: $0, currency: $1, subject: $2), sort: $3, order: $4, cursor: $5, limit: $6)
    }
}

/// Which part of an account's course is looked at.
struct StatementInput: Input {
    let id: UUID
    let period: StatementPeriod
    let order: RowDirection
    let cursor: StatementPlace?
    let limit: Int

    static let form = Form<StatementInput>(
        "LedgerStatement", Field("id", .uuid), LedgerFields.from, LedgerFields.until, PageFields.order(.up),
        Field(
            "cursor", Kind<StatementPlace>.parsed(nil, "format", expected: "next_cursor", max: 100),
            "From the page before."
        ).optional, Field("limit", .integer(1...100)).or(20)
    ) {
        StatementInput(id: $0, period: try LedgerFields.period($1, $2), order: $3, cursor: $4, limit: $5)
    }
}

/// All of it as a file.
struct StatementExportInput: Input {
    let id: UUID
    let period: StatementPeriod
    let order: RowDirection

    static let form = Form<StatementExportInput>(
        "LedgerStatementExport", Field("id", .uuid), LedgerFields.from, LedgerFields.until, PageFields.order(.up)
    ) { StatementExportInput(id: $0, period: try LedgerFields.period($1, $2), order: $3) }
}

/// The console's trial balance: at the end of a day of the site's own.
struct TrialBalancePageInput: Input {
    let look: ListInput
    let day: CalendarDate?
    let currency: CurrencyCode?

    static let form = Form<TrialBalancePageInput>(
        Field("until", .date, "The end of this day").optional, LedgerFields.currency, ListFields.sort, ListFields.order,
        ListFields.format
    ) { day, currency, sort, order, format in
        TrialBalancePageInput(
            look: ListInput(
                sort: sort, order: order, format: format,
                others: [("until", day?.description), ("currency", currency?.code)]), day: day, currency: currency)
    }
}

struct AccountListInput: Input {
    let look: ListInput
    let filter: AccountFilter

    static let form = Form<AccountListInput>(
        LedgerFields.code, LedgerFields.currency, LedgerFields.subject, ListFields.sort, ListFields.order,
        ListFields.after, ListFields.format
    ) { code, currency, subject, sort, order, after, format in
        AccountListInput(
            look: ListInput(
                sort: sort, order: order, after: after, format: format,
                others: [
                    ("code", code?.rawValue), ("currency", currency?.code), ("subject", subject?.text),
                ]), filter: AccountFilter(code: code, currency: currency, subject: subject))
    }
}

/// A statement on the console, by days of the site's own, both included.
struct StatementPageInput: Input {
    let id: UUID
    let from: CalendarDate?
    let until: CalendarDate?
    let look: ListInput

    static let form = Form<StatementPageInput>(
        Field("id", .uuid), Field("from", .date, "The first day").optional,
        Field("until", .date, "The last day").optional, ListFields.sort, ListFields.order, ListFields.after,
        ListFields.format
    ) { id, from, until, sort, order, after, format in
        if let from, let until, until < from { throw InputFaults("?until", "until_before_from") }
        return StatementPageInput(
            id: id, from: from, until: until,
            look: ListInput(
                sort: sort, order: order, after: after, format: format,
                others: [("from", from?.description), ("until", until?.description)]))
    }
}

private enum LedgerFields {
    static let code = Field("code", Kind<AccountCode>.choice, "Of the chart of accounts").optional
    static let currency = Field("currency", .currency).optional
    static let subject = Field("subject", .uuid, "The booking, property or partner it is kept for").optional
    static let from = Field("from", .instant, "Not before").optional
    static let until = Field("until", .instant, "Before").optional

    static func period(_ from: Date?, _ until: Date?) throws -> StatementPeriod {
        if let from, let until, until <= from { throw InputFaults("?until", "until_before_from") }
        return StatementPeriod(from: from, until: until)
    }
}
