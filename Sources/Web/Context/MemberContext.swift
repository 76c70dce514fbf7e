package import Foundation
import HTTPTypes
package import Tenancy
package import Vocabulary

/// An API request by somebody who has an account of the site.
package struct MemberContext: TenantStage, AsksMember {
    package static let traits = ContextTraits(host: .tenant, face: .api, securityScheme: "bearer")

    private let stage: TenantContext
    package let caller: Caller
    package let account: UUID

    /// Throws `auth.required` without a credential, `permission.denied` for a key: it is nobody's account, and
    /// `auth.impersonating` where the route is closed to whoever acts as it.
    package init(admitting arrival: Arrival) async throws {
        guard let caller = arrival.caller else { throw Problem.authRequired }
        guard let account = caller.account else { throw Problem.permissionDenied(.member) }
        try arrival.admit(caller)
        self.caller = caller
        self.account = account
        stage = try await TenantContext(admitting: arrival)
    }

    package var arrival: Arrival { stage.arrival }
    package var profile: TenantProfile { stage.profile }
    package var locale: LocaleTag { stage.locale }
    package var principal: String { caller.name }
    package var vary: Vary { stage.vary }
}

/// An API request by somebody of the staff, or by a key that they made.
package struct StaffContext: TenantStage, AsksStaff {
    package static let traits = ContextTraits(host: .tenant, face: .api, securityScheme: "bearer")

    private let stage: TenantContext
    package let caller: Caller

    /// Throws `auth.required` without a credential, `permission.denied` without the route's right, and
    /// `auth.impersonating`.
    package init(admitting arrival: Arrival) async throws {
        caller = try arrival.staff()
        stage = try await TenantContext(admitting: arrival)
    }

    package var arrival: Arrival { stage.arrival }
    package var profile: TenantProfile { stage.profile }
    package var locale: LocaleTag { stage.locale }
    package var principal: String { caller.name }
    package var actor: String { caller.actor }
    package var vary: Vary { stage.vary }
}

extension Arrival {
    /// The caller, who has the right that the route asks for.
    func staff() throws(Problem) -> Caller {
        guard let caller else { throw .authRequired }
        let isAllowed =
            switch route.permission {
            case .staff(let right): caller.rights.allow(right)
            case .anyStaff: caller.isStaff
            default: false
            }
        guard isAllowed else { throw .permissionDenied(route.permission) }
        try admit(caller)
        return caller
    }
}
