import Foundation
import HTTPTypes
import Identity
import Localization
import Vocabulary
import Web

/// The end of signing in by an account elsewhere. It begins at the provider: `/api/auth/oidc/{provider}/start`.
struct WayRoutes: Sendable {
    struct Entry: TypedInput {
        let identity: String

        static let typed: [TypedField] = [.carried("identity", .text(max: 36))]

        init(_ typed: TypedFields) { identity = typed["identity"] }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .post, "/{locale}/account/identities/end", .member, "Unlink the account from a provider",
                gives: [.redirect()],
                refuses: [.init(404, "oidc.identity_not_found")], options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                let security = member.visit.paths.account(.security)
                guard let link = UUID(uuidString: entry.identity) else { throw OpenIDError.identityNotFound }
                do {
                    try await parts.openID.identities.end(
                        link, of: context.account, member.visit.actor, in: context.scope)
                    return .leading(to: Told.unlinked.on(security))
                } catch OpenIDError.lastWay {
                    let code = OpenIDError.lastWay.problem.code
                    return .leading(to: SitePaths.with(security, [(RefusedWay.field, code)]))
                }
            }
        ]
    }
}

extension MemberVisit {
    /// Nil where the site has no providers and the account no links.
    func ways() async throws -> SecurityPage.Ways? {
        let linked = try await visit.parts.openID.identities.list(of: account.id, in: visit.scope)
        let choices = try await visit.parts.openID.choices(visit.locale, in: visit.scope)
        guard !(linked.isEmpty && choices.isEmpty) else { return nil }
        let slugs = Set(linked.map(\.slug))
        return SecurityPage.Ways(
            rows: linked.map(row),
            others: isImpersonated ? [] : choices.filter { !slugs.contains($0.slug) }.map(beginning))
    }

    private func row(_ link: LinkedIdentities.Link) -> SecurityPage.Row {
        let address = link.email.isEmpty ? [] : [Fact(words("account.email"), link.email)]
        return SecurityPage.Row(
            name: link.label(visit.locale),
            facts: address + [
                Fact(words("account.way_since"), visit.moment(link.createdAt)),
                Fact(words("account.way_used"), visit.moment(link.usedAt)),
            ],
            end: FormTarget(
                visit.paths.account + "/identities/end", hidden: visit.hidden([("identity", link.id.text)])))
    }

    private func beginning(_ choice: OpenIDFeature.Choice) -> Link {
        Link(
            words("account.way_begin", ["provider": .text(choice.label)]),
            SitePaths.with(
                choice.start,
                [
                    ("link", "true"), ("locale", visit.locale.description),
                    (SignInNeeded.nextField, Told.linked.on(visit.paths.account(.security))),
                ]))
    }
}
