import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// The partner's own texts.
struct LegalRoutes: Sendable {
    struct Entry: TypedInput {
        let page: String

        static let typed: [TypedField] = [.carried("page", .text(max: 20))]

        init(_ typed: TypedFields) { page = typed["page"] }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/legal/{page}", .anyone, "Terms, privacy and the like", gives: [.html()],
                refuses: [.init(404, "route.unknown")], options: .page
            ) { (entry: Entry, context: VisitorContext) in
                try page(entry, Visit(context, parts))
            }
        ]
    }

    private func page(_ entry: Entry, _ visit: Visit) throws -> Answer {
        let profile = visit.profile
        guard let kind = PageKind(rawValue: entry.page), let texts = profile.definition.pages[kind],
            let text = texts[visit.locale] ?? texts[profile.defaultLocale], let page = PageText(text)
        else { throw Problem.routeUnknown }
        let title = page.title ?? visit.words("legal.\(kind.rawValue)")
        return try visit.page(
            .legal, LegalPage(title: title, updated: nil, body: SafeHTML(trusted: page.html)),
            PageSheet(
                title, description: "\(title) – \(profile.name(in: visit.locale))", here: "/legal/\(kind.rawValue)"))
    }
}
