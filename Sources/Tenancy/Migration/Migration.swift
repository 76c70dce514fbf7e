import Crypto
import Foundation

/// One step of a schema's growth: a folder `NNNN_name` with `up.sql` and `check.sql`.
package struct Migration: Hashable, Sendable {
    package let number: Int
    package let name: String
    /// Statements that make the step.
    package let up: String
    /// One select of one boolean: does the step stand?
    package let check: String

    package var label: String { String(repeating: "0", count: max(0, 4 - "\(number)".count)) + "\(number)_\(name)" }

    /// Of `up.sql`: an applied migration that was edited afterwards is found by it.
    package var digest: String { SHA256.hash(data: Data(up.utf8)).hexadecimal }

    /// A first line `-- outside transaction: <reason>` for what PostgreSQL refuses inside one,
    /// such as `create index concurrently`.
    package var isTransactional: Bool { !up.hasPrefix("-- outside transaction:") }
}

/// Which tables a migration is about: platform and shared stand once, tenant stands in each schema.
package enum MigrationClass: String, Sendable, CaseIterable {
    case platform
    case shared
    case tenant
}
