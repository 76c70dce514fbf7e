import Foundation
import HTTPTypes
import Ledger
import Tenancy
import Vocabulary
import Web

/// The site's books for programs of its staff. They are read here and nowhere written: what happens writes them.
struct AdminLedgerRoutes: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let options = RouteOptions(tag: "ledger")
        let unknown = [Route.Refusal(404, "ledger.account_unknown")]
        return [
            Route(
                .get, "/api/admin/ledger/trial-balance", .staff(.finance, .read),
                "What stands in the books, by code and currency", gives: [.json(LedgerAnswers.trialBalance)],
                options: options
            ) { (input: TrialBalanceInput, context: StaffContext) in
                let balance = try await TrialBalance.read(at: input.at, in: context.scope)
                return .json(cache: .never) { $0.value(balance) }
            },
            Route(
                .get, "/api/admin/ledger/accounts", .staff(.finance, .read),
                "Accounts with what stands on them, by code and currency unless told otherwise",
                gives: [.json(.page(of: LedgerAnswers.account))], options: options
            ) { (input: AccountSearchInput, context: StaffContext) in
                let page = try await BrowseAccounts().page(
                    input.filter, input.sort, input.order, after: input.cursor, limit: input.limit,
                    in: context.scope)
                return .json(cache: .never) { json in
                    json.object { json in
                        json.member("data", array: { for account in page.accounts { $0.value(account) } })
                        json.member("next_cursor", page.next?.description)
                    }
                }
            },
            Route(
                .get, "/api/admin/ledger/accounts/{id}", .staff(.finance, .read), "One account",
                gives: [.json(LedgerAnswers.account)], refuses: unknown, options: options
            ) { (input: DomainIDInput, context: StaffContext) in
                let account = try await BrowseAccounts().one(input.id, in: context.scope)
                return .json(cache: .never) { $0.value(account) }
            },
            Route(
                .get, "/api/admin/ledger/accounts/{id}/statement", .staff(.finance, .read),
                "An account's lines that count, oldest first unless told otherwise, with what stood on it before and after",
                gives: [.json(LedgerAnswers.statement)], refuses: unknown, options: options
            ) { (input: StatementInput, context: StaffContext) in
                let statement = try await AccountStatement.page(
                    of: input.id, input.period, input.order, after: input.cursor, limit: input.limit,
                    in: context.scope)
                return .json(cache: .never) { $0.value(statement) }
            },
            Route(
                .get, "/api/admin/ledger/accounts/{id}/statement/export", .staff(.finance, .read),
                "All of a statement, as a table", gives: [Answer.csvOutput], refuses: unknown,
                options: .export(tag: "ledger").refusingImpersonation
            ) { (input: StatementExportInput, context: StaffContext) in
                let answer = try await StatementExport(
                    account: input.id, period: input.period, direction: input.order, scope: context.scope
                ).answer(isForPeople: false)
                parts.reads.note(Self.export(input.id, by: context.auditActor), context.entry)
                return answer
            },
        ]
    }

    /// That somebody took a statement away.
    static func export(_ account: UUID, by actor: AuditActor) -> AuditEntry {
        AuditEntry(action: "ledger.export", actor: actor, subjectKind: "ledger_account", subjectID: account.text)
    }
}
