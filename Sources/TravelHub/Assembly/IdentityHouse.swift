import Bookings
import Foundation
import Identity
import Jobs
import Messaging
import Tenancy
import Vocabulary
import Web

/// Identity put together: how passwords are judged, who carries its letters, which bookings are an account's.
struct IdentityHouse {
    let base: Base
    let platform: PlatformDatabase
    let tenants: TenantDatabase
    let dataKeys: DataKeys
    let mail: EnqueueMail
    let consents: MailConsents

    func feature() throws -> IdentityFeature {
        let hasher = try PasswordHasher(secrets: .system)
        let rule = PasswordRule(
            breached: try base.settings.breachedPasswords.map { try BreachedPasswords(path: $0) })
        let bookings = AccountBookings(dataKeys: dataKeys)
        let parts = IdentityParts(
            dataKeys: dataKeys, identifiers: base.identifiers, secrets: .system, clock: base.clock, hasher: hasher,
            rule: rule, jobs: JobQueue(keys: base.masterKeys, identifiers: base.identifiers),
            letters: LetterBox(sending: mail, clock: base.clock),
            trips: AccountTrips(
                join: { bookings.join($0, emailIndex: $1) }, export: { try await bookings.export($0, $1) }),
            news: AccountNews { [consents] isGranted, index, requestID, tx in
                try await consents.record(
                    isGranted, of: index, kind: MailTemplate.news.rawValue, source: "account", requestID: requestID,
                    in: tx)
            })
        return IdentityFeature(
            parts: parts, tenants: tenants,
            operators: Self.operators(base, platform: platform, hasher: hasher, rule: rule))
    }

    static func operators(
        _ base: Base, platform: PlatformDatabase, hasher: PasswordHasher, rule: PasswordRule
    ) -> Operators {
        Operators(
            platform: platform, keys: base.masterKeys, hasher: hasher, rule: rule, identifiers: base.identifiers,
            secrets: .system)
    }
}
