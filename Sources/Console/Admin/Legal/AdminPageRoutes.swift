import Foundation
import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// The legal pages for programs of a site's staff.
struct AdminPageRoutes: Sendable {
    let parts: AdminParts

    static let bodyOptions = RouteOptions(bodyBytesMax: bodyBytesMax, tag: "pages")
    /// A letter beyond Latin's takes up to twelve bytes in a form.
    static let bodyBytesMax = 256 * 1024

    var routes: [Route] {
        let options = RouteOptions(tag: "pages")
        let path = "/api/admin/pages/{kind}/{locale}"
        let unwritten = Route.Refusal(404, "legal.unwritten")
        return [
            Route(
                .get, "/api/admin/pages", .staff(.site, .read), "The legal pages, and how far each is in each language",
                gives: [.json(PageStateAnswer.schema)], options: options
            ) { (_: NoInput, context: StaffContext) in
                .json(PageStateAnswer(definition: try await context.scope.definition()), cache: .never)
            },
            Route(
                .get, PathTemplate(path), .staff(.site, .read), "A legal page in one language, as it is or once was",
                gives: [.json(PageAnswer.schema)], refuses: [unwritten, .init(404, "locale.unknown")], options: options
            ) { (input: PageVersionInput, context: StaffContext) in
                let locale = try context.profile.spoken(input.locale)
                return .json(
                    PageAnswer(
                        try await parts.written(input, context.scope, title: context.word(of: input.kind)), locale),
                    cache: .never)
            },
            Route(
                .get, PathTemplate("\(path)/versions"), .staff(.site, .read), "When its text changed, newest first",
                gives: [.json(PageVersionsAnswer.schema)], refuses: [.init(404, "locale.unknown")], options: options
            ) { (input: PageNameInput, context: StaffContext) in
                let locale = try context.profile.spoken(input.locale)
                return .json(
                    PageVersionsAnswer(versions: try await parts.pages.versions(input.kind, locale, in: context.scope)),
                    cache: .never)
            },
            Route(
                .post, PathTemplate("\(path)/preview"), .staff(.site, .write),
                "How a text would be shown, and what would be left out of it; nothing is kept",
                gives: [.json(PageAnswer.schema)],
                refuses: [.init(404, "locale.unknown"), .init(422, "input.invalid")], options: Self.bodyOptions
            ) { (input: PageTextInput, context: StaffContext) in
                .json(PageAnswer(input, try context.profile.spoken(input.locale)), cache: .never)
            },
            Route(
                .put, PathTemplate(path), .staff(.site, .write), "Publishes a text; the site shows it at once",
                gives: [.json(PageAnswer.schema)],
                refuses: [
                    .init(404, "locale.unknown"), .init(409, "legal.changed_meanwhile"), .init(422, "input.invalid"),
                ], options: Self.bodyOptions
            ) { (input: PageTextInput, context: StaffContext) in
                let locale = try context.profile.spoken(input.locale)
                try await parts.pages.publish(
                    input.source, input.kind, locale, over: input.seen, by: context.auditActor, in: context.scope)
                return .json(PageAnswer(input, locale))
            },
        ]
    }
}

extension AdminParts {
    /// Throws `legal.unwritten` where nothing stands, or stood in that version.
    func written(_ input: PageVersionInput, _ scope: TenantScope, title: String) async throws -> WrittenPage {
        let present = try await scope.definition().pages[input.kind]?[exact: input.locale]
        var source = present
        if let version = input.version {
            source = try await pages.source(input.kind, input.locale, version: version, in: scope)
        }
        guard let source else { throw Problem(404, "legal.unwritten") }
        return WrittenPage(
            input.kind, input.locale, source: source, seen: PageDesk.mark(of: present), title: title)
    }
}

extension StaffContext {
    fileprivate func word(of kind: PageKind) -> String { translator("legal.\(kind.rawValue)") }
}
