import Crypto
import Foundation
import Tenancy
import Vocabulary

/// Seals which tenant a job is for: a worker opens that tenant's scope on the seal's word alone, so a
/// row that somebody wrote past the queue does not run.
struct JobEnvelope: Sendable {
    private let key: SymmetricKey

    init(keys: MasterKeys) { self.key = keys.purposeKey("job-envelope") }

    func seal(tenant: TenantID, job: UUID, kind: String, arguments: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message(tenant, job, kind, arguments), using: key))
    }

    /// In constant time.
    func holds(_ seal: [UInt8], tenant: TenantID, job: UUID, kind: String, arguments: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(seal, authenticating: message(tenant, job, kind, arguments), using: key)
    }

    private func message(_ tenant: TenantID, _ job: UUID, _ kind: String, _ arguments: String) -> Data {
        Data("\(tenant)\n\(job.text)\n\(kind)\n\(arguments)".utf8)
    }
}
