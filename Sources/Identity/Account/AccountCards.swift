package import Foundation
package import Tenancy

/// What an account has to do with saved cards, which are another room's: that room's part in Identity's verbs.
package struct AccountCards: Sendable {
    /// Before the account's row goes, in its transaction: whoever keeps its cards is to let go of them.
    package let end: @Sendable (_ account: UUID, TenantTransaction) async throws -> Void
    /// The account's cards for the download of its data, written as the members of an array.
    package let export: @Sendable (_ account: UUID, TenantScope) async throws -> [[UInt8]]

    package init(
        end: @escaping @Sendable (_ account: UUID, TenantTransaction) async throws -> Void,
        export: @escaping @Sendable (_ account: UUID, TenantScope) async throws -> [[UInt8]]
    ) {
        self.end = end
        self.export = export
    }

    /// Where nobody saves any.
    package static let none = AccountCards(end: { _, _ in }, export: { _, _ in [] })
}
