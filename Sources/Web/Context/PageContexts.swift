import HTTPTypes
package import Foundation
package import Tenancy
package import Vocabulary

/// A signed-in browser on the traveller's own pages.
package struct MemberPageContext: TenantStage, AsksMember {
    package static let traits = ContextTraits(
        host: .tenant, face: .page, securityScheme: ContextTraits.accountSession, asksFormToken: true)

    package let visitor: VisitorContext
    package let caller: Caller
    package let account: UUID

    /// Leads to the sign-in page who is not signed in; throws `auth.impersonating` where the route is closed to
    /// whoever acts as the account.
    package init(admitting arrival: Arrival) async throws {
        visitor = try await VisitorContext(admitting: arrival)
        guard let caller = arrival.caller, let account = caller.account else {
            throw SignInNeeded(page: "/\(visitor.locale)/sign-in", from: arrival)
        }
        try arrival.admit(caller)
        self.caller = caller
        self.account = account
    }

    package var arrival: Arrival { visitor.arrival }
    package var profile: TenantProfile { visitor.profile }
    package var locale: LocaleTag { visitor.locale }
    package var principal: String { caller.name }
    package var vary: Vary { visitor.vary }
    package func complete(_ answer: inout Answer) { visitor.complete(&answer) }
}

/// Somebody of the staff on the pages below `/admin`.
package struct StaffPageContext: TenantStage, AsksStaff {
    package static let traits = ContextTraits(
        host: .tenant, face: .page, securityScheme: ContextTraits.accountSession, asksFormToken: true)

    package let visitor: VisitorContext
    package let caller: Caller

    /// Leads to the sign-in page who is not signed in; throws `permission.denied` without the route's right,
    /// and `auth.impersonating`.
    package init(admitting arrival: Arrival) async throws {
        visitor = try await VisitorContext(admitting: arrival)
        guard arrival.caller != nil else { throw SignInNeeded(page: "/admin/sign-in", from: arrival) }
        caller = try arrival.staff()
    }

    package var arrival: Arrival { visitor.arrival }
    package var profile: TenantProfile { visitor.profile }
    /// The admin's own language, whichever the site speaks.
    package var locale: LocaleTag { caller.locale ?? visitor.locale }
    package var principal: String { caller.name }
    package var actor: String { caller.actor }
    package var vary: Vary { visitor.vary }
    package func complete(_ answer: inout Answer) { visitor.complete(&answer) }
}

/// Who is to sign in first, and where to go on then.
package struct SignInNeeded: Error, Sendable {
    /// The field of the sign-in page that names the way back.
    package static let nextField = "next"
    /// A longer way back is forgotten.
    private static let nextMax = 512

    let page: String
    let next: String?

    init(page: String, from arrival: Arrival) {
        self.page = page
        let target = arrival.head.path ?? ""
        // A write is not repeated from an address.
        next = arrival.route.isWrite || target.utf8.count > Self.nextMax ? nil : target
    }

    var answer: Answer {
        var answer = Answer.redirect(
            to: next.map { "\(page)?\(Self.nextField)=\(PercentCoding.encode($0))" } ?? page)
        answer.cache = .never
        return answer
    }
}
