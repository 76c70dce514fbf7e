import Foundation
import Postgres
import Vocabulary

/// SQL on `processor_events`.
enum EventStore {
    /// Nothing is returned for one that came before.
    static func insert(_ event: ProcessorEvent, tenant: TenantID) -> SQL {
        """
        insert into processor_events (tenant_id, event_name, kind, object_name, happened_at)
        values (\(tenant), \(event.name), \(event.kind), \(event.object), \(event.happenedAt))
        on conflict do nothing returning event_name
        """
    }

    static func find(_ name: String) -> SQL {
        """
        select event_name, kind, object_name, state, received_at, clock_timestamp() as instant from processor_events
         where event_name = \(name)
        """
    }

    static func move(_ name: String, to state: String) -> SQL {
        """
        update processor_events
           set state = \(state), settled_at = case when \(state) in ('applied', 'ignored') then clock_timestamp() end
         where event_name = \(name) and state in ('new', 'parked')
        """
    }
}
