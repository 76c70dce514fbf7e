package import Vocabulary

/// Where a tenant's rows lie: in the shared schema, or in one of its own.
package enum IsolationMode: UInt8, Sendable, Hashable, CaseIterable {
    case pooled
    case schema

    package var text: String { self == .pooled ? "pooled" : "schema" }

    package init?(_ text: String) {
        guard let mode = Self.allCases.first(where: { $0.text == text }) else { return nil }
        self = mode
    }
}

/// The life of a tenant: `provisioning → active ⇄ suspended → archived`, maintenance aside.
package enum TenantState: UInt8, Sendable, Hashable, CaseIterable {
    case provisioning
    case active
    case maintenance
    case suspended
    case archived

    package var text: String { "\(self)" }

    /// Closed for a while, so that its page says so in its own looks; not one that has none yet, or is put away.
    package var keepsItsLooks: Bool { self == .active || self == .maintenance || self == .suspended }

    package init?(_ text: String) {
        guard let state = Self.allCases.first(where: { $0.text == text }) else { return nil }
        self = state
    }
}

/// What the process knows of every tenant at all times: enough to place a request, and no more,
/// so that a hundred thousand of them fit.
package struct TenantEntry: Hashable, Sendable {
    package let id: TenantID
    /// Small, unique, never reused; names the schema.
    package let number: Int32
    /// Raised when the tenant moves to another place; a token of an older one is void.
    package let generation: Int32
    /// The migration its tables stand at.
    package let version: Int32
    package let isolation: IsolationMode
    package let state: TenantState
    /// Provisioned to try things out: its money never leaves the sandbox, and its keys say so.
    package let isTest: Bool
    /// When anything of the tenant last changed, in microseconds since 1970 on the database's clock; what
    /// was read under another revision is stale.
    package let revision: Int

    package init(
        id: TenantID, number: Int32, generation: Int32, version: Int32, isolation: IsolationMode, state: TenantState,
        isTest: Bool = false, revision: Int = 0
    ) {
        self.id = id
        self.number = number
        self.generation = generation
        self.version = version
        self.isolation = isolation
        self.state = state
        self.isTest = isTest
        self.revision = revision
    }

    /// The schema that holds the tenant's tables.
    package var schema: String { isolation == .pooled ? Self.pooledSchema : "t\(number)" }

    package static let pooledSchema = "pooled"
}
