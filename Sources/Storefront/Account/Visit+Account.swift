import Foundation
import Identity
import Localization
import Pricing
import Tenancy
import Vocabulary
import Web

/// Who is signed in on this browser, as the head of every page says it.
extension Visit {
    var caller: Caller? { context.arrival.caller }

    /// Nil for a guest.
    func account() async throws -> Account? {
        guard let id = caller?.account else { return nil }
        return try await parts.identity.read.one(id, in: scope)
    }

    /// For the audit trail of Identity's verbs.
    var actor: Identity.Actor { Identity.Actor(context.auditActor) }

    /// In the site's own time and the reader's language.
    func moment(_ instant: Date) -> String {
        (try? Deadline(instant: instant, zone: profile.definition.timeZone)).map(words.moment) ?? ""
    }

    var signOutTarget: FormTarget { FormTarget(paths.signOut, hidden: hidden()) }

    var accountMenu: AccountMenu? {
        guard let caller, caller.account != nil else { return nil }
        return AccountMenu(
            label: caller.label.isEmpty ? words("account.menu") : caller.label,
            links: accountLinks(current: nil), signOut: signOutTarget)
    }

    func accountLinks(current: AccountPage?) -> [Link] {
        AccountPage.menu.map {
            Link(words("account.page.\($0.rawValue)"), paths.account($0), current: $0 == current?.section)
        }
    }

    /// Leads back to where it was pressed, except from the pages that sign in themselves.
    func signInURL(from here: String) -> String? {
        guard caller?.account == nil, !Self.signsIn.contains(where: here.hasPrefix) else { return nil }
        return SitePaths.with(paths.signIn, [(SignInNeeded.nextField, paths.home + here)])
    }

    private static let signsIn = [
        "/sign-in", "/register", "/verify", "/forgot", "/reset", "/confirm-email", "/invitation", "/impersonation",
    ]
}

extension SiteFrame {
    /// Nil where everybody acts for themselves. `end` is absent from a page without a visit.
    func impersonation(of caller: Caller?, end: FormTarget?) -> ImpersonationBanner? {
        guard let caller, let impersonator = caller.impersonator, let until = caller.impersonatedUntil else {
            return nil
        }
        let text = words(
            "impersonation.banner",
            [
                "operator": .text(OperatorName.shown(impersonator)), "account": .text(caller.label),
            ].merging(words.clock(until, zone: profile.definition.timeZone)) { named, _ in named })
        return ImpersonationBanner(text: text, end: end, endURL: end == nil ? ImpersonationRoutes.path : nil)
    }
}

/// The name of an operator as people read it, without the prefix that the audit trail keeps apart by.
enum OperatorName {
    private static let prefix = "operator:"

    static func shown(_ actor: String) -> String {
        actor.hasPrefix(prefix) ? String(actor.dropFirst(prefix.count)) : actor
    }
}
