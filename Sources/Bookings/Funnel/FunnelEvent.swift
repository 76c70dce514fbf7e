package import Postgres
package import Vocabulary

/// A step on the way to a booking, counted without anything about who took it.
package struct FunnelEvent: Hashable, Sendable {
    package enum Step: String, Hashable, Sendable, CaseIterable {
        case search
        case view
        case quote
        case hold
        case confirm
        case cancel
    }

    package let step: Step
    package let locale: LocaleTag
    package let currency: CurrencyCode

    package init(_ step: Step, _ locale: LocaleTag, _ currency: CurrencyCode) {
        self.step = step
        self.locale = locale
        self.currency = currency
    }
}

/// Writes funnel events. A verb sends the statement along with its own; a page that only reads hands
/// the event to `FunnelBuffer`.
package struct Funnel: Sendable {
    private let identifiers: IdentifierSource

    package init(identifiers: IdentifierSource) { self.identifiers = identifiers }

    package func statement(_ events: [FunnelEvent], tenant: TenantID) -> SQL {
        """
        insert into funnel_events (tenant_id, event_id, step, locale, currency)
        select \(tenant), e.event_id, e.step, e.locale, e.currency
          from unnest(\(events.map { _ in identifiers.next() }), \(events.map(\.step.rawValue)),
                      \(events.map(\.locale.description)), \(events.map(\.currency.code)))
               as e (event_id, step, locale, currency)
        """
    }

    package func statement(_ event: FunnelEvent, tenant: TenantID) -> SQL { statement([event], tenant: tenant) }
}
