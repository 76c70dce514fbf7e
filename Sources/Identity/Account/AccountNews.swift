package import Tenancy

/// What an account has to do with agreement to mail, which is another room's: given at registration once the
/// address is proved, gone with the account.
package struct AccountNews: Sendable {
    package let record:
        @Sendable (_ isGranted: Bool, _ addressIndex: [UInt8], _ requestID: String?, TenantTransaction) async throws ->
            Void

    package init(
        record:
            @escaping @Sendable (
                _ isGranted: Bool, _ addressIndex: [UInt8], _ requestID: String?, TenantTransaction
            ) async throws -> Void
    ) {
        self.record = record
    }
}
