import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// Support and company for programs of a site's staff.
struct AdminContactRoutes: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let options = RouteOptions(tag: "settings")
        let gives = [RouteOutput.json(SettingsAnswer.schema)]
        return [
            Route(
                .get, "/api/admin/settings", .staff(.site, .read),
                "Where travellers find a person, and whose the site is",
                gives: gives, options: options
            ) { (_: NoInput, context: StaffContext) in
                .json(SettingsAnswer(definition: try await context.scope.definition()), cache: .never)
            },
            Route(
                .put, "/api/admin/settings/support", .staff(.site, .write),
                "Says where travellers find a person; the site shows it at once", gives: gives,
                refuses: [.init(422, "input.invalid")], options: options
            ) { (input: SupportInput, context: StaffContext) in
                let support = try input.contact(of: context.profile.definition.locales)
                return .json(
                    SettingsAnswer(
                        definition: try await parts.contact.put(support, by: context.auditActor, in: context.scope)))
            },
            Route(
                .put, "/api/admin/settings/company", .staff(.site, .write),
                "Says who stands behind the site; it shows it at once", gives: gives,
                refuses: [.init(422, "input.invalid")], options: options
            ) { (input: CompanyInput, context: StaffContext) in
                .json(
                    SettingsAnswer(
                        definition: try await parts.contact.put(
                            input.company, by: context.auditActor, in: context.scope)))
            },
        ]
    }
}

/// What a site's people say of themselves.
struct SettingsAnswer: JSONWritable {
    static let schema = Schema.object(
        "SiteSettings",
        [
            .init(
                "support",
                .object(
                    nil,
                    [
                        .init("mail", .text), .init("phone", .text),
                        .init(
                            "hours",
                            .array(.object(nil, [.init("locale", .text), .init("text", .text)], closed: true))),
                        .init("zone", .text),
                    ], closed: true)),
            .init(
                "company",
                .object(
                    nil,
                    [
                        .init("company", .text), .init("registration", .nullable(.text)),
                        .init("address", .array(.text)), .init("country", .text),
                    ], closed: true)),
        ], closed: true)

    let definition: TenantDefinition

    func write(to json: inout JSONWriter) {
        let (support, company) = (definition.support, definition.legal)
        json.object { json in
            json.member(
                "support",
                object: { json in
                    json.member("mail", support.mail)
                    json.member("phone", support.phone)
                    json.member(
                        "hours",
                        array: { json in
                            for locale in support.hours.locales {
                                json.object {
                                    $0.member("locale", locale)
                                    $0.member("text", support.hours[exact: locale])
                                }
                            }
                        })
                    json.member("zone", support.zone)
                })
            json.member(
                "company",
                object: { json in
                    json.member("company", company.company)
                    json.member("registration", company.registration)
                    json.member("address", company.address)
                    json.member("country", company.country)
                })
        }
    }
}
