import HTTPTypes
import Identity
import Localization
import Tenancy
import Vocabulary
import Web

/// Asking for an account. The page that follows is the same whether the address has one or not.
struct RegisterRoutes: Sendable {
    struct Entry: TypedInput {
        let name: String
        let email: String
        let password: String
        let wantsNews: Bool

        static let typed = [AccountFields.name, AccountFields.email, AccountFields.password, AccountFields.news]

        init(_ typed: TypedFields) {
            name = typed["name"]
            email = typed["email"]
            password = typed["password"]
            wantsNews = typed["news"] == "true"
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/register", .anyone, "The form to ask for an account", gives: [.html()], options: .page
            ) { (_: Entry, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try visit.accountPage(form(Entry(TypedFields([])), visit), here: Self.here)
            },
            Route(
                .post, "/{locale}/register", .anyone, "Ask for an account", gives: [.redirect()],
                refuses: [.init(429, "attempts.too_many"), .init(503, "overload")], options: .page
            ) { (entry: Entry, context: VisitorContext) in
                try await ask(entry, Visit(context, parts))
            },
            Route(
                .get, "/{locale}/register/sent", .anyone, "Says that a letter is on its way", gives: [.html()],
                options: .page
            ) { (_: NoInput, context: VisitorContext) in
                let visit = Visit(context, parts)
                return try visit.accountPage(sent(visit), here: Self.here + "/sent")
            },
        ]
    }

    private static let here = "/register"

    private func ask(_ entry: Entry, _ visit: Visit) async throws -> Answer {
        let name = PersonNameRule.check(entry.name)
        var faults: [String: String] = [:]
        faults["name"] = name.fault.map(visit.fault)
        faults["email"] = visit.emailFault(entry.email)
        faults["password"] = visit.fault(in: entry.password, of: AccountFields.password)
        let page = form(entry, visit, faults)
        guard faults.isEmpty, let email = EmailAddress(entry.email) else {
            return try visit.accountPage(page, here: Self.here, status: .unprocessableContent)
        }
        return try await visit.answeringTooMany(page, here: Self.here) {
            do {
                try await parts.identity.register.run(
                    Register.Command(
                        email: email, password: entry.password, name: name.value, locale: visit.locale,
                        wantsNews: entry.wantsNews),
                    visit.context.arrival.place, requestID: visit.context.requestID, in: visit.scope)
                return .leading(to: visit.paths.register + "/sent")
            } catch IdentityError.invalid(let found) {
                let page = form(entry, visit, ["password": found.first.map(visit.fault) ?? ""])
                return try visit.accountPage(page, here: Self.here, status: .unprocessableContent)
            }
        }
    }

    private func form(_ entry: Entry, _ visit: Visit, _ faults: [String: String] = [:]) -> FormPage {
        let words = visit.words
        let fields = [
            visit.nameField(entry.name, error: faults["name"]),
            visit.emailField(entry.email, error: faults["email"], hint: words("account.email_hint")),
            visit.passwordField(isNew: true, error: faults["password"]),
        ]
        var page = FormPage(title: words("account.register"), lead: words("account.register_lead"))
        page.errors = ErrorSummary(of: fields)
        page.form = FormTarget(visit.paths.register, hidden: visit.hidden())
        page.fields = fields
        page.checks = [
            CheckField(
                id: "news", name: "news", label: words("account.news_ask", ["brand": .text(visit.brand)]),
                isChecked: entry.wantsNews)
        ]
        page.submit = words("account.register")
        page.links =
            [Link(words("account.have_account"), visit.paths.signIn)]
            + [PageKind.privacy].filter { visit.profile.definition.pages[$0] != nil }.map {
                Link(words("legal.\($0.rawValue)"), visit.paths.legal($0))
            }
        return page
    }

    private func sent(_ visit: Visit) -> FormPage {
        var page = FormPage(title: visit.words("account.sent_title"), lead: visit.words("account.sent_register"))
        page.paragraphs = [visit.words("account.sent_help")]
        page.links = [
            Link(visit.words("account.register"), visit.paths.register),
            Link(visit.words("account.sign_in"), visit.paths.signIn),
        ]
        return page
    }
}

extension Visit {
    var brand: String { profile.name(in: locale) }
}
