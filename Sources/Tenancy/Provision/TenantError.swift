package import Vocabulary

/// What can be wrong with a change to a tenant itself.
package enum TenantError: Error, Hashable, Sendable {
    case unknown(slug: String)
    case slugTaken(String)
    case hostTaken(String)
    /// Another change of the same tenant is under way, or broke off and has to be resumed first.
    case operationRunning(slug: String)
    case notAllowed(LifeChange, from: TenantState)
    /// Decided when the tenant was provisioned.
    case fixed(field: String)
    case releaseUnknown(Int)
    case contrast([String])
    /// Text overrides that do not fit the messages they replace.
    case texts([String])

    package var problem: Problem {
        switch self {
        case .unknown: Problem(404, "tenant.unknown")
        case .slugTaken(let slug): Problem(409, "tenant.slug_taken", ["slug": .text(slug)])
        case .hostTaken(let host): Problem(409, "tenant.host_taken", ["host": .text(host)])
        case .operationRunning: Problem(409, "tenant.operation_running", retryAfterSeconds: 1)
        case .notAllowed(let change, let state):
            Problem(409, "tenant.state", ["change": .text(change.rawValue), "state": .text(state.text)])
        case .fixed(let field):
            Problem(422, "input.invalid", faults: [Problem.Fault("/\(field)", "fixed")])
        case .releaseUnknown(let number): Problem(404, "branding.release_unknown", ["release": .number(number)])
        case .texts(let faults):
            Problem(
                422, "input.invalid", ["count": .number(faults.count)],
                faults: faults.map {
                    Problem.Fault("/files", "folder", ["place": .text("texts"), "message": .text($0)])
                })
        case .contrast(let faults): Problem(422, "branding.contrast", members: ["pairs": .list(faults)])
        }
    }
}

/// A step in a tenant's life.
package enum LifeChange: String, CaseIterable, Sendable {
    case suspend
    case resume
    case maintain
    case archive
    case restore

    /// The whole table of a tenant's life; nil is refused. `restored` is the state before archiving.
    func target(from state: TenantState, restored: TenantState?) -> TenantState? {
        switch (self, state) {
        case (.suspend, .active), (.suspend, .maintenance): .suspended
        case (.resume, .suspended), (.resume, .maintenance): .active
        case (.maintain, .active): .maintenance
        case (.archive, .active), (.archive, .maintenance), (.archive, .suspended): .archived
        case (.restore, .archived): restored ?? .suspended
        default: nil
        }
    }
}
