package import Foundation
package import Vocabulary

/// Lets one browser see a look that is not published yet: tenant, release and end, signed.
package struct PreviewPass: Hashable, Sendable {
    /// As long as a meeting about a look takes.
    package static let seconds = 3_600

    static let cookieName = CookieName.preview

    /// The latest end that is looked at, the last second of the year 9999: anybody may write the number.
    private static let latestSecond = 253_402_300_799

    package let release: Int
    /// Since 1970; whole, so that what is signed is what is compared.
    private let endSecond: Int
    private let tenant: TenantID

    package var expiresAt: Date { Date(timeIntervalSince1970: TimeInterval(endSecond)) }

    package init(release: Int, of tenant: TenantID, now: Date) {
        self.release = release
        self.tenant = tenant
        endSecond = Int(now.timeIntervalSince1970) + Self.seconds
    }

    /// Nil for one that is forged, over, or of another tenant.
    package init?(_ text: String, of tenant: TenantID, keys: SessionKeys, now: Date) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let release = Int(parts[0]), release > 0, let endSecond = Int(parts[1]),
            (0...Self.latestSecond).contains(endSecond)
        else { return nil }
        self.release = release
        self.tenant = tenant
        self.endSecond = endSecond
        guard SessionKeys.equal(keys.previewMark(signed), String(parts[2])), expiresAt > now else { return nil }
    }

    package func text(_ keys: SessionKeys) -> String { "\(release).\(endSecond).\(keys.previewMark(signed))" }

    /// Remembered until it is over.
    package func cookie(_ keys: SessionKeys, now: Date) -> Cookie {
        Cookie(Self.cookieName, text(keys), maxAgeSeconds: max(0, Int(expiresAt.timeIntervalSince(now))))
    }

    package static var ended: Cookie { .expired(cookieName) }

    private var signed: String { "\(tenant).\(release).\(endSecond)" }
}

extension Arrival {
    /// What the browser's cookie lets it see on this tenant's site; nil for what is published.
    package func preview(of tenant: TenantID) -> PreviewPass? {
        cookie(PreviewPass.cookieName).flatMap {
            PreviewPass($0, of: tenant, keys: parts.keys, now: parts.clock.now())
        }
    }
}
