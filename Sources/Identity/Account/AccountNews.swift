package import Tenancy

/// What an account has to do with agreement to mail, which is another room's: given at registration once the
/// address is proved, gone with the account.
package struct AccountNews: Sendable {
    /// What is kept of mail to an address, each as one JSON object.
    package struct Kept: Sendable {
        package let consents: [[UInt8]]
        package let mails: [[UInt8]]

        package init(consents: [[UInt8]], mails: [[UInt8]]) {
            self.consents = consents
            self.mails = mails
        }
    }

    package let record:
        @Sendable (_ isGranted: Bool, _ addressIndex: [UInt8], _ requestID: String?, TenantTransaction) async throws ->
            Void

    /// For the download of an account's data.
    package let kept: @Sendable (_ addressIndex: [UInt8], TenantScope) async throws -> Kept

    package init(
        record:
            @escaping @Sendable (
                _ isGranted: Bool, _ addressIndex: [UInt8], _ requestID: String?, TenantTransaction
            ) async throws -> Void,
        kept: @escaping @Sendable (_ addressIndex: [UInt8], TenantScope) async throws -> Kept
    ) {
        self.record = record
        self.kept = kept
    }
}
