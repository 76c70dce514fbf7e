import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
import Web

/// One's own links, and the providers there are to link or to sign in with.
extension OpenIDFeature {
    var identityRoutes: [Route] {
        let options = RouteOptions(tag: "me")
        return [
            Route(
                .get, "/api/auth/oidc", .anyone, "Providers that people may sign in with here",
                gives: [.json(.object(nil, [.init("data", .array(Self.choiceSchema))]))],
                options: RouteOptions(tag: "auth")
            ) { (_: NoInput, context: TenantContext) in
                let choices = try await choices(context.locale, in: context.scope)
                return .json(cache: .never) { json in
                    json.object { json in
                        json.member(
                            "data",
                            array: { json in
                                for choice in choices {
                                    json.object {
                                        $0.member("slug", choice.slug)
                                        $0.member("label", choice.label)
                                        $0.member("start", choice.start)
                                    }
                                }
                            })
                    }
                }
            },
            Route(
                .get, "/api/me/identities", .member, "The providers that one's account is linked with",
                gives: [.json(.object(nil, [.init("data", .array(IdentityAnswer.schema))]))], options: options
            ) { (_: NoInput, context: MemberContext) in
                let list = try await identities.list(of: context.account, in: context.scope)
                return .json(cache: .never) { json in
                    json.object { json in
                        json.member(
                            "data",
                            array: { json in
                                for one in list { json.value(IdentityAnswer(link: one, locale: context.locale)) }
                            })
                    }
                }
            },
            Route(
                .delete, "/api/me/identities/{id}", .member, "Unlink one's account from a provider",
                gives: [.noContent],
                refuses: [
                    .init(404, "oidc.identity_not_found"), .init(409, "oidc.last_way"),
                ], options: options
            ) { (input: ProviderPath, context: MemberContext) in
                try await identities.end(input.id, of: context.account, context.cause, in: context.scope)
                return .noContent
            },
        ]
    }

    private static let choiceSchema = Schema.object(
        "SignInChoice", [.init("slug", .text), .init("label", .text), .init("start", .text)], closed: true)
}

/// A link as JSON.
struct IdentityAnswer: JSONWritable, Sendable {
    let link: LinkedIdentities.Link
    let locale: LocaleTag

    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("id", link.id)
            $0.member("provider", link.slug)
            $0.member("label", link.label(locale))
            $0.member("email", link.email)
            $0.member("created_at", link.createdAt)
            $0.member("used_at", link.usedAt)
        }
    }

    static let schema = Schema.object(
        "Identity",
        [
            .init("id", .uuid), .init("provider", .text), .init("label", .text), .init("email", .text),
            .init("created_at", .instant), .init("used_at", .instant),
        ], closed: true)
}
