import Foundation
import HTTPTypes
import Identity
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// Where an account is signed in, and the end of it on one device or on all others.
struct SecurityRoutes: Sendable {
    struct Entry: TypedInput {
        let session: String
        let told: Told?
        let refused: RefusedWay?

        static let typed: [TypedField] = [
            .carried("session", .text(max: 36)), AccountFields.told, AccountFields.refused,
        ]

        init(_ typed: TypedFields) {
            session = typed["session"]
            told = Told(rawValue: typed[Told.field])
            refused = RefusedWay(typed[RefusedWay.field])
        }
    }

    let parts: StorefrontParts

    var routes: [Route] {
        [
            Route(
                .get, "/{locale}/account/security", .member, "Password, second factor and devices", gives: [.html()],
                options: .page
            ) { (entry: Entry, context: MemberPageContext) in
                let member = try await MemberVisit(context, parts)
                return try await page(member, member.visit.notices(entry.told) + member.visit.notices(entry.refused))
            },
            Route(
                .post, "/{locale}/account/devices/end", .member, "Sign one device out", gives: [.redirect()],
                refuses: [.init(404, "session.not_found")], options: .page.servingImpersonation
            ) { (entry: Entry, context: MemberPageContext) in
                let visit = Visit(context.visitor, parts)
                guard let session = UUID(uuidString: entry.session) else { throw IdentityError.sessionNotFound }
                try await parts.identity.devices.revoke(
                    session, of: context.account, visit.actor, in: context.scope)
                return .leading(to: Told.saved.on(visit.paths.account(.security)))
            },
            Route(
                .post, "/{locale}/account/devices/end-others", .member, "Sign every other device out",
                gives: [.redirect()], options: .page.servingImpersonation
            ) { (_: Entry, context: MemberPageContext) in
                let visit = Visit(context.visitor, parts)
                _ = try await parts.identity.devices.revokeAll(
                    of: context.account, but: context.caller.session, visit.actor, in: context.scope)
                return .leading(to: Told.saved.on(visit.paths.account(.security)))
            },
        ]
    }

    private func page(_ member: MemberVisit, _ notices: [Notice]) async throws -> Answer {
        let visit = member.visit
        let list = try await parts.identity.devices.list(member.account.id, in: visit.scope)
        let others = list.contains { $0.session != member.context.caller.session }
        let page = SecurityPage(
            menu: visit.accountLinks(current: .security), notices: notices,
            passwordURL: visit.paths.account(.password), factorURL: visit.paths.account(.factor),
            hasFactor: member.account.hasFactor, ways: try await member.ways(), devices: list.map { row($0, member) },
            endOthers: others
                ? FormTarget(visit.paths.account + "/devices/end-others", hidden: visit.hidden()) : nil)
        return try visit.accountPage(
            named: SecurityPage.template, page, member.words("account.page.security"), here: AccountPage.security.here)
    }

    private func row(_ signedIn: Devices.SignedIn, _ member: MemberVisit) -> SecurityPage.Row {
        let (visit, words) = (member.visit, member.words)
        let name = DeviceName(userAgent: signedIn.device.userAgent)
        let shown =
            signedIn.isImpersonated
            ? words("account.device_support")
            : !signedIn.isBrowser
                ? words("account.device_program")
                : name.text { browser, system in
                    words("account.device_name", ["browser": .text(browser), "system": .text(system)])
                } ?? words("account.device_unknown")
        let isThis = signedIn.session == member.context.caller.session
        return SecurityPage.Row(
            name: shown,
            facts: [
                Fact(words("account.device_address"), signedIn.device.address),
                Fact(words("account.device_since"), visit.moment(signedIn.createdAt)),
                Fact(words("account.device_seen"), visit.moment(signedIn.seenAt)),
            ],
            end: isThis
                ? nil
                : FormTarget(
                    visit.paths.account + "/devices/end",
                    hidden: visit.hidden([("session", signedIn.session.text)])))
    }
}
