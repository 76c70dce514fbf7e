import HTTPTypes
import Identity
import Localization
import Messaging
import Tenancy
import Vocabulary
import Web

/// Name and language of an account, its address, and whether it gets the partner's news. Nobody agrees for somebody
/// else.
struct ProfileRoutes: Sendable {
    struct Entry: TypedInput {
        let name: String
        let language: String
        let wantsNews: Bool
        let told: Told?
        let refused: RefusedWay?

        static let typed: [TypedField] = [
            AccountFields.name, .shown("language", .text(max: 20)), AccountFields.news, AccountFields.told,
            AccountFields.refused,
        ]

        init(_ typed: TypedFields) {
            name = typed["name"]
            language = typed["language"]
            wantsNews = typed["news"] == "true"
            told = Told(rawValue: typed[Told.field])
            refused = RefusedWay(typed[RefusedWay.field])
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(.get, "/{locale}/account", .member, "One's own profile", gives: [.html()], options: .page) {
                (entry: Entry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                let notices = member.visit.notices(entry.told) + member.visit.notices(entry.refused)
                return try await page(member, name: member.account.name, notices: notices)
            },
            Route(
                .post, "/{locale}/account", .member, "Change name and language", gives: [.redirect()],
                options: .page.servingImpersonation
            ) { (entry: Entry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                let name = PersonNameRule.check(entry.name)
                let locales = context.profile.definition.locales
                guard name.fault == nil, let locale = locales.first(where: { $0.description == entry.language }) else {
                    return try await page(member, name: entry.name, fault: name.fault ?? .init("", "locale"))
                }
                try await parts.identity.change.profile(
                    context.account, name: name.value, locale: locale, member.visit.actor, in: context.scope)
                return .leading(to: Told.saved.on(member.visit.paths.account(.profile)))
            },
            Route(
                .post, "/{locale}/account/news", .member, "Agree to the partner's news, or take it back",
                gives: [.redirect()], options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                let key = try await member.visit.dataKey()
                try await context.scope.transaction { tx in
                    try await parts.consents.record(
                        entry.wantsNews, of: key.blindIndex(member.account.email.normal),
                        kind: MailTemplate.news.rawValue, source: "account", requestID: context.requestID, in: tx)
                }
                return .leading(to: Told.news.on(member.visit.paths.account(.profile)))
            },
        ]
    }

    private func page(
        _ member: MemberVisit, name: String, notices: [Notice] = [], fault: Problem.Fault? = nil
    ) async throws -> Answer {
        let (visit, words) = (member.visit, member.words)
        let index = try await visit.dataKey().blindIndex(member.account.email.normal)
        let hasNews = try await parts.consents.isGranted(index, kind: MailTemplate.news.rawValue, in: visit.scope)
        let field = visit.nameField(name, error: fault.map(visit.fault))
        let page = ProfilePage(
            menu: visit.accountLinks(current: .profile), notices: notices, errors: ErrorSummary(of: [field]),
            form: FormTarget(visit.paths.account(.profile), hidden: visit.hidden()), name: field,
            language: SelectField(
                id: "language", name: "language", label: words("account.language"),
                hint: words("account.language_hint"),
                options: visit.profile.definition.locales.map {
                    Choice($0.description, Formats($0).displayName(of: $0), selected: $0 == member.account.locale)
                }),
            email: member.account.email.description, emailURL: visit.paths.account(.email),
            news: FormTarget(visit.paths.account + "/news", hidden: visit.hidden()),
            newsCheck: CheckField(
                id: "news", name: "news", label: words("account.news_ask", ["brand": .text(visit.brand)]),
                isChecked: hasNews))
        return try visit.accountPage(
            named: ProfilePage.template, page, words("account.page.profile"), here: AccountPage.profile.here,
            status: fault == nil ? .ok : .unprocessableContent)
    }
}
