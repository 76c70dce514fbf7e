import HTTPTypes
import Localization
import Tenancy
import Vocabulary
import Web

/// The site's own words for programs of its staff.
struct AdminTextRoutes: Sendable {
    let parts: AdminParts

    private static let schema = Schema.object(
        "SiteText", [.init("key", .text), .init("base", .text), .init("own", .nullable(.text))], closed: true)

    var routes: [Route] {
        let options = RouteOptions(tag: "messages")
        let unknown = Route.Refusal(404, "locale.unknown")
        return [
            Route(
                .get, "/api/admin/messages", .staff(.texts, .read), "Texts with what the site says instead, by key",
                gives: [.json(.page(of: Self.schema))], refuses: [unknown], options: options
            ) { (input: TextSearchInput, context: StaffContext) in
                let locale = try context.profile.spoken(input.locale)
                let found = TextRows(input, locale, context.profile, parts.catalogues)
                return .json(cache: .never) { json in
                    json.object { json in
                        json.member(
                            "data",
                            array: { json in
                                for row in found.rows {
                                    json.object {
                                        $0.member("key", row.key)
                                        $0.member("base", row.base)
                                        $0.member("own", row.own)
                                    }
                                }
                            })
                        json.member("next_cursor", found.next)
                    }
                }
            },
            Route(
                .put, "/api/admin/messages/{locale}/{key}", .staff(.texts, .write), "Says a text in the site's words",
                gives: [.noContent], refuses: [unknown, .init(422, "input.invalid")],
                options: options.servingImpersonation
            ) { (input: TextInput, context: StaffContext) in
                let locale = try context.profile.spoken(input.locale)
                do {
                    try await parts.texts.put(
                        input.pattern, key: input.key, locale: locale, actor: context.auditActor, in: context.scope)
                } catch let faults as CatalogueFaults {
                    throw InputFaults(faults.faults422)
                }
                return .noContent
            },
            Route(
                .delete, "/api/admin/messages/{locale}/{key}", .staff(.texts, .write), "Says a text in our words again",
                gives: [.noContent], refuses: [unknown], options: options.servingImpersonation
            ) { (input: TextKeyInput, context: StaffContext) in
                try await parts.texts.put(
                    nil, key: input.key, locale: try context.profile.spoken(input.locale), actor: context.auditActor,
                    in: context.scope)
                return .noContent
            },
        ]
    }
}
