package import Foundation
import Postgres
import Vocabulary

/// What those who look after a site must hear of one of its hosts, told to the outbox in the transaction in which it
/// came about.
///
/// A claim that nobody ever proved ends in silence: nothing was lost by it.
package struct DomainNews: Codable, Sendable {
    package static let failing = "domain.failing"
    package static let lost = "domain.lost"

    package let host: String
    /// In seconds since 1970; nil for what is lost already.
    package let losesAt: TimeInterval?

    /// None where nothing happened that somebody has to do something about.
    static func statements(
        _ before: DomainClaim, _ after: DomainClaim, _ identifiers: IdentifierSource, requestID: String?
    ) throws -> [SQL] {
        let (kind, losesAt): (String, Date?)
        switch (before.ownership, after.ownership) {
        case (.verified, .failing(let since)):
            (kind, losesAt) = (failing, since.addingTimeInterval(DomainTerms.failingSecondsMax))
        case (_, .lost) where before.ownership.isOwned: (kind, losesAt) = (lost, nil)
        default: return []
        }
        let news = DomainNews(host: after.host.ascii, losesAt: losesAt?.timeIntervalSince1970)
        let payload = JSONText(String(decoding: try JSONEncoder().encode(news), as: UTF8.self))
        return [
            """
            select record_domain_event(
              \(after.tenant), \(identifiers.next()), \(kind), \(after.id), \(payload), \(requestID))
            """
        ]
    }
}
