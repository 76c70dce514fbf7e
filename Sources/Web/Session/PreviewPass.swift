package import Foundation
package import Vocabulary

/// Lets one browser see a look that is not published yet: tenant, release and end, signed.
package struct PreviewPass: Hashable, Sendable {
    /// As long as a meeting about a look takes.
    package static let seconds = 3_600

    static let cookieName = "preview"

    package let release: Int
    package let expiresAt: Date
    private let tenant: TenantID

    package init(release: Int, of tenant: TenantID, now: Date) {
        self.init(release: release, tenant: tenant, expiresAt: now.addingTimeInterval(TimeInterval(Self.seconds)))
    }

    private init(release: Int, tenant: TenantID, expiresAt: Date) {
        self.release = release
        self.tenant = tenant
        self.expiresAt = expiresAt
    }

    /// Nil for one that is forged, over, or of another tenant.
    package init?(_ text: String, of tenant: TenantID, keys: SessionKeys, now: Date) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let release = Int(parts[0]), let seconds = Int(parts[1]) else { return nil }
        self.init(
            release: release, tenant: tenant, expiresAt: Date(timeIntervalSince1970: TimeInterval(seconds)))
        guard SessionKeys.equal(keys.previewMark(signed), String(parts[2])), expiresAt > now else { return nil }
    }

    package func text(_ keys: SessionKeys) -> String {
        "\(release).\(Int(expiresAt.timeIntervalSince1970)).\(keys.previewMark(signed))"
    }

    /// Remembered until it is over; a sibling site's link must not switch it on.
    package func cookie(_ keys: SessionKeys, now: Date) -> Cookie {
        Cookie(Self.cookieName, text(keys), maxAgeSeconds: max(0, Int(expiresAt.timeIntervalSince(now))))
    }

    package static var ended: Cookie { .expired(cookieName) }

    private var signed: String { "\(tenant).\(release).\(Int(expiresAt.timeIntervalSince1970))" }
}

extension Arrival {
    /// What the browser's cookie lets it see on this tenant's site; nil for what is published.
    package func preview(of tenant: TenantID) -> PreviewPass? {
        cookie(PreviewPass.cookieName).flatMap {
            PreviewPass($0, of: tenant, keys: parts.keys, now: parts.clock.now())
        }
    }
}
