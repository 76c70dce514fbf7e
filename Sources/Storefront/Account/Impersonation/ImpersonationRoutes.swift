import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// Where an operator arrives with the ticket to act as somebody: says who, as whom and why, and begins by a press.
/// Without a ticket it says what is going on, and ends it.
struct ImpersonationRoutes: Sendable {
    struct Entry: TypedInput {
        let ticket: String

        static let typed: [TypedField] = [.carried("ticket", .text(max: 130))]

        init(_ typed: TypedFields) { ticket = typed["ticket"] }
    }

    let parts: StorefrontParts

    static let path = "/impersonation"
    private static let staffPath = "/admin"

    var routes: [Route] {
        [
            Route(
                .get, "/impersonation", .anyone, "Asks an operator whether to act as somebody", gives: [.html()],
                refuses: [.init(410, "auth.link_expired")], options: .page
            ) { (entry: Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                guard !entry.ticket.isEmpty else { return try present(visit) }
                guard let sight = try await parts.identity.impersonate.look(entry.ticket, in: visit.scope) else {
                    return try visit.linkOver(again: nil)
                }
                return try visit.accountPage(ask(sight, entry, visit), here: Self.path)
            },
            Route(
                .post, "/impersonation", .anyone, "Act as somebody, for half an hour", gives: [.redirect()],
                refuses: [.init(410, "auth.link_expired"), .init(403, "csrf.invalid")], options: .page
            ) { (entry: Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                do {
                    let begun = try await parts.identity.impersonate.begin(
                        entry.ticket, context.arrival.place, requestID: context.requestID, in: visit.scope)
                    let target = begun.isStaff ? Self.staffPath : visit.paths.account(.trips)
                    return Answer.leading(to: target).signedIn(begun.credentials)
                } catch IdentityError.linkExpired {
                    return try visit.linkOver(again: nil)
                }
            },
        ]
    }

    private func ask(_ sight: Impersonate.Sight, _ entry: Entry, _ visit: Visit) -> FormPage {
        let words = visit.words
        var page = FormPage(title: words("impersonation.title"), lead: words("impersonation.lead"))
        page.facts = [
            Fact(words("impersonation.operator"), OperatorName.shown(sight.impersonator)),
            Fact(words("impersonation.account"), "\(sight.account.name) · \(sight.account.email)"),
            Fact(words("impersonation.reason"), sight.reason),
        ]
        page.points = [
            words("impersonation.short", ["minutes": .number(Impersonate.seconds / 60)]),
            words("impersonation.audited"), words("impersonation.limits"),
        ]
        page.form = FormTarget(Self.path, hidden: visit.hidden([("ticket", entry.ticket)]))
        page.submit = words("impersonation.begin")
        return page
    }

    private func present(_ visit: Visit) throws -> Answer {
        guard visit.caller?.impersonator != nil else { return try visit.linkOver(again: nil) }
        var page = FormPage(title: visit.words("impersonation.now_title"), lead: visit.words("impersonation.limits"))
        page.form = visit.signOutTarget
        page.submit = visit.words("impersonation.end")
        return try visit.accountPage(page, here: Self.path)
    }
}
