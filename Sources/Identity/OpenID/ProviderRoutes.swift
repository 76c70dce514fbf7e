import Foundation
import HTTPTypes
import Outbound
import Tenancy
import Vocabulary
import Web

/// The providers of a site, for its staff.
extension OpenIDFeature {
    var providerRoutes: [Route] {
        let options = RouteOptions(tag: "identity-providers")
        return [
            Route(
                .get, "/api/admin/identity-providers", .staff(.staff, .read), "Providers that people may sign in with",
                gives: [.json(.object(nil, [.init("data", .array(ProviderAnswer.schema))]))], options: options
            ) { (_: NoInput, context: StaffContext) in
                let list = try await providers.list(in: context.scope)
                return .json(cache: .never) { json in
                    json.object { json in
                        json.member(
                            "data", array: { json in for one in list { json.value(ProviderAnswer(one, context)) } })
                    }
                }
            },
            Route(
                .post, "/api/admin/identity-providers", .staff(.staff, .write), "Believe another provider",
                gives: [.json(ProviderAnswer.schema, .created)],
                refuses: [Self.slugTaken, .init(409, "oidc.too_many"), .init(409, "request.repeated")],
                options: options
            ) { (input: ProviderInput, context: Dampened<StaffContext>) in
                let stage = context.stage
                let made = try await providers.make(input.terms, secret: input.secret, stage.cause, in: stage.scope)
                return .json(ProviderAnswer(made, stage), status: .created, cache: .never)
            },
            Route(
                .get, "/api/admin/identity-providers/{id}", .staff(.staff, .read), "One provider",
                gives: [.json(ProviderAnswer.schema)], refuses: [Self.notFound], options: options
            ) { (input: ProviderPath, context: StaffContext) in
                .json(ProviderAnswer(try await providers.one(input.id, in: context.scope), context), cache: .never)
            },
            Route(
                .put, "/api/admin/identity-providers/{id}", .staff(.staff, .write),
                "Say all about a provider anew; told another issuer, it brings nobody of before",
                gives: [.json(ProviderAnswer.schema)], refuses: [Self.notFound, Self.slugTaken], options: options
            ) { (input: ProviderChangeInput, context: StaffContext) in
                let changed = try await providers.change(
                    input.id, input.told.terms, secret: input.told.secret, context.cause, in: context.scope)
                return .json(ProviderAnswer(changed, context), cache: .never)
            },
            Route(
                .delete, "/api/admin/identity-providers/{id}", .staff(.staff, .write),
                "Believe a provider no more; links to it go with it", gives: [.noContent], refuses: [Self.notFound],
                options: options
            ) { (input: ProviderPath, context: StaffContext) in
                try await providers.delete(input.id, context.cause, in: context.scope)
                return .noContent
            },
            check(options),
        ]
    }

    private func check(_ options: RouteOptions) -> Route {
        Route(
            .post, "/api/admin/identity-providers/{id}/check", .staff(.staff, .write),
            "Ask the provider's server now, as a log-in would", gives: [.json(Self.findingSchema)],
            refuses: [
                Self.notFound, .init(403, "oidc.issuer_wrong"), .init(502, "oidc.provider_malformed"),
                .init(502, "oidc.provider_redirected"), .init(502, "oidc.provider_too_large"),
                .init(503, "oidc.provider_unreachable"), .init(409, "request.repeated"),
            ], options: options.servingImpersonation
        ) { (input: ProviderPath, context: Dampened<StaffContext>) in
            let found = try await providers.look(input.id, in: context.stage.scope)
            return .json(cache: .never) {
                $0.object {
                    $0.member("authorization_endpoint", found.authorization)
                    $0.member("token_endpoint", found.token)
                    $0.member("sends_issuer", found.sendsIssuer)
                }
            }
        }
    }

    private static let notFound = Route.Refusal(404, "oidc.provider_not_found")
    private static let slugTaken = Route.Refusal(409, "oidc.slug_taken")
    private static let findingSchema = Schema.object(
        "IdentityProviderFinding",
        [.init("authorization_endpoint", .text), .init("token_endpoint", .text), .init("sends_issuer", .boolean)],
        closed: true)
}

/// A provider as JSON. The secret is not in it, only whether there is one.
struct ProviderAnswer: JSONWritable, Sendable {
    let provider: IdentityProvider
    /// To be registered with the provider.
    let callback: String

    init(_ provider: IdentityProvider, _ context: StaffContext) {
        self.provider = provider
        callback = BeginOpenID.redirect(base: context.arrival.ownBase, slug: provider.terms.slug)
    }

    func write(to json: inout JSONWriter) {
        let terms = provider.terms
        json.object { json in
            json.member("id", provider.id)
            json.member("slug", terms.slug)
            json.member("name", terms.name)
            json.member(
                "labels",
                array: { json in
                    for (locale, label) in terms.labels.inOrder {
                        json.object {
                            $0.member("locale", locale)
                            $0.member("label", label)
                        }
                    }
                })
            json.member("issuer", terms.issuer.description)
            json.member("client_id", terms.clientID)
            json.member("has_client_secret", provider.hasSecret)
            json.member("scopes", terms.scopes)
            json.member("algorithms", terms.algorithms.map(\.rawValue))
            json.member("trusts_email", terms.trustsEmail)
            json.member("is_enabled", terms.isEnabled)
            json.member("callback_url", callback)
            json.member("created_at", provider.createdAt)
            json.member("changed_at", provider.changedAt)
        }
    }

    static let schema = Schema.object(
        "IdentityProvider",
        [
            .init("id", .uuid), .init("slug", .text), .init("name", .text),
            .init("labels", .array(.object(nil, [.init("locale", .text), .init("label", .text)], closed: true))),
            .init("issuer", .text), .init("client_id", .text), .init("has_client_secret", .boolean),
            .init("scopes", .array(.text)),
            .init("algorithms", .array(.choice(TokenAlgorithm.allCases.map(\.rawValue)))),
            .init("trusts_email", .boolean), .init("is_enabled", .boolean), .init("callback_url", .text),
            .init("created_at", .instant), .init("changed_at", .instant),
        ], closed: true)
}
