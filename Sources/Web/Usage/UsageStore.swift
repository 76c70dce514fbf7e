package import Postgres
import Tenancy
import Vocabulary

/// SQL on `api_usage`.
package enum UsageStore {
    /// Days that counts are kept; a contract with a partner lasts about as long.
    package static let daysKept = 400

    package struct Calls: Hashable, Sendable {
        package let method: String
        package let path: String
        package let version: APIVersion
        package let count: Int
    }

    /// Adds to today's counts, and lets the oldest go.
    static func add(_ calls: [Calls], tenant: TenantID) -> SQL {
        """
        with gone as (
          delete from api_usage
           where tenant_id = \(tenant)
             and day < (clock_timestamp() at time zone 'utc')::date - \(Int32(daysKept))
        )
        insert into api_usage (tenant_id, day, method, path, version, calls)
        select \(tenant), (clock_timestamp() at time zone 'utc')::date, u.method, u.path, u.version, u.calls
          from unnest(\(calls.map(\.method)), \(calls.map(\.path)), \(calls.map { Int32($0.version.rawValue) }),
                      \(calls.map(\.count))) as u (method, path, version, calls)
        on conflict (tenant_id, day, method, path, version)
          do update set calls = api_usage.calls + excluded.calls
        """
    }

    /// The oldest of a tenant that nobody calls any more.
    package static func sweep(limit: Int) -> SQL {
        """
        delete from api_usage
         where (tenant_id, day, method, path, version) in (
           select tenant_id, day, method, path, version from api_usage
            where day < (select (clock_timestamp() at time zone 'utc')::date) - \(Int32(daysKept))
            order by day limit \(limit))
        """
    }

    /// Sums of the last days, today among them, the oldest version first, its busiest routes before the others.
    static func sums(days: Int, tenant: TenantID) -> SQL {
        """
        select method, path, version, sum(calls)::bigint as calls, max(day) as last_day
          from api_usage
         where tenant_id = \(tenant) and day > (clock_timestamp() at time zone 'utc')::date - \(Int32(days))
         group by method, path, version
         order by version, calls desc, path, method
        """
    }
}
