import Foundation
import Postgres
import Telemetry
import Tenancy
import Vocabulary
import Web

/// SQL that adds to the platform's sums. Rows are added in one order by every process, so that two that add the same
/// rows wait for each other and never both.
enum StatisticsStore {
    static func add(_ times: [ChangedTimes]) -> SQL {
        let times = times.sorted { ($0.key.endpoint, $0.key.status) < ($1.key.endpoint, $1.key.status) }
        return """
            insert into endpoint_times as t (hour, endpoint, status, nanoseconds, buckets)
            select date_trunc('hour', clock_timestamp()), e.endpoint, e.status, e.nanoseconds, e.buckets::bigint[]
              from unnest(\(times.map(\.key.endpoint)), \(times.map(\.key.status)),
                          \(times.map(\.change.nanoseconds)), \(times.map { literal($0.change.counts) }))
                   as e (endpoint, status, nanoseconds, buckets)
            on conflict (hour, endpoint, status) do update
              set nanoseconds = case when cardinality(t.buckets) = cardinality(excluded.buckets)
                                     then t.nanoseconds else 0 end + excluded.nanoseconds,
                  buckets = coalesce(platform.added(t.buckets, excluded.buckets), excluded.buckets)
            """
    }

    static func add(_ times: [TenantTallies.Times]) -> SQL {
        let times = times.sorted { $0.tenant < $1.tenant }
        return """
            insert into tenant_times as t (day, tenant_number, requests, classes, nanoseconds, buckets)
            select (clock_timestamp() at time zone 'UTC')::date, e.tenant, e.requests, e.classes::bigint[],
                   e.nanoseconds, e.buckets::bigint[]
              from unnest(\(times.map(\.tenant)), \(times.map(\.tally.count)),
                          \(times.map { literal($0.classes) }), \(times.map(\.tally.nanoseconds)),
                          \(times.map { literal($0.tally.counts) }))
                   as e (tenant, requests, classes, nanoseconds, buckets)
            on conflict (day, tenant_number) do update
              set requests = t.requests + excluded.requests, classes = platform.added(t.classes, excluded.classes),
                  nanoseconds = t.nanoseconds + excluded.nanoseconds,
                  buckets = coalesce(platform.added(t.buckets, excluded.buckets), excluded.buckets)
            """
    }

    static func add(_ statements: [ChangedStatement]) -> SQL {
        let sorted = statements.map { (key: Int64(bitPattern: $0.total.fingerprint), statement: $0) }
            .sorted { $0.key < $1.key }
        let statements = sorted.map(\.statement)
        return """
            insert into statement_times as t
              (day, fingerprint, kind, statement, calls, errors, slow, nanoseconds, longest_nanoseconds)
            select (clock_timestamp() at time zone 'UTC')::date, s.fingerprint, s.kind, s.statement, s.calls, s.errors,
                   s.slow, s.nanoseconds, s.longest
              from unnest(\(sorted.map(\.key)), \(statements.map(\.total.kind.rawValue)),
                          \(statements.map { String($0.total.text.prefix(statementCharactersMax)) }),
                          \(statements.map(\.calls)), \(statements.map(\.errors)), \(statements.map(\.slow)),
                          \(statements.map(\.nanoseconds)), \(statements.map(\.longest)))
                   as s (fingerprint, kind, statement, calls, errors, slow, nanoseconds, longest)
            on conflict (day, fingerprint) do update
              set calls = t.calls + excluded.calls, errors = t.errors + excluded.errors, slow = t.slow + excluded.slow,
                  nanoseconds = t.nanoseconds + excluded.nanoseconds,
                  longest_nanoseconds = greatest(t.longest_nanoseconds, excluded.longest_nanoseconds)
            """
    }

    /// The text of a longer one is cut.
    private static let statementCharactersMax = 4_000

    static func add(_ groups: [ErrorTracker.Group]) -> SQL {
        // One statement may touch a row once.
        let merged = Dictionary(grouping: groups) { ErrorKey(type: $0.type, endpoint: $0.endpoint) }
            .sorted { ($0.key.type, $0.key.endpoint) < ($1.key.type, $1.key.endpoint) }
        let samples = merged.map { _, groups in
            var json = JSONWriter()
            json.array { json in
                for sample in groups.flatMap(\.samples).sorted(by: { $0.time > $1.time })
                    .prefix(ErrorTracker.samplesMax)
                {
                    json.object {
                        $0.member("time", sample.time)
                        $0.member("message", sample.message.replacing("\u{0}", with: ""))
                        $0.member("request_id", sample.requestID)
                        $0.member("tenant_id", sample.tenant)
                    }
                }
            }
            return String(decoding: json.bytes, as: UTF8.self)
        }
        return """
            insert into error_groups as g (type, endpoint, occurrences, first_seen, last_seen, samples)
            select e.type, e.endpoint, e.occurrences, e.first_seen, e.last_seen, e.samples::jsonb
              from unnest(\(merged.map(\.key.type)), \(merged.map(\.key.endpoint)),
                          \(merged.map { $0.value.reduce(0) { $0 + $1.count } }),
                          \(merged.map { $0.value.map(\.firstSeen).min() ?? .distantPast }),
                          \(merged.map { $0.value.map(\.lastSeen).max() ?? .distantPast }), \(samples))
                   as e (type, endpoint, occurrences, first_seen, last_seen, samples)
            on conflict (type, endpoint) do update
              set occurrences = g.occurrences + excluded.occurrences,
                  first_seen = least(g.first_seen, excluded.first_seen),
                  last_seen = greatest(g.last_seen, excluded.last_seen),
                  samples = (select jsonb_agg(s.sample order by s.sample ->> 'time' desc)
                               from (select sample from jsonb_array_elements(excluded.samples || g.samples) as a (sample)
                                      order by sample ->> 'time' desc limit \(ErrorTracker.samplesMax)) s)
            """
    }

    /// Kinds of errors that made room for others.
    static func addLeftOut(_ kinds: Int) -> SQL { leftOut("values (\(kinds)::bigint)") }

    private static func leftOut(_ kinds: SQL) -> SQL {
        """
        insert into left_out_errors as l (day, kinds)
        select (clock_timestamp() at time zone 'UTC')::date, n.kinds from (\(fragment: kinds)) as n (kinds)
        on conflict (day) do update set kinds = l.kinds + excluded.kinds
        """
    }

    private struct ErrorKey: Hashable {
        let type: String
        let endpoint: String
    }

    /// What nobody looks back to any more.
    static let sweeps: [SQL] = [
        "delete from endpoint_times where hour < clock_timestamp() - make_interval(hours => \(Int32(hoursKept)))",
        "delete from tenant_times where day < current_date - \(Int32(tenantDaysKept))",
        "delete from statement_times where day < current_date - \(Int32(statementDaysKept))",
        "delete from error_groups where last_seen < clock_timestamp() - make_interval(days => \(Int32(errorDaysKept)))",
        """
        with gone as (
          delete from error_groups where (type, endpoint) in
            (select type, endpoint from error_groups order by last_seen desc, type, endpoint offset \(errorGroupsMax))
          returning type)
        \(fragment: leftOut("select count(*) from gone having count(*) > 0"))
        """,
        "delete from left_out_errors where day < current_date - \(Int32(errorDaysKept))",
    ]

    static let hoursKept = 168
    static let tenantDaysKept = 92
    static let statementDaysKept = 7
    static let errorDaysKept = 30
    /// The longest quiet go first.
    static let errorGroupsMax = 1_000

    /// An array's text form: arrays of arrays would have to be unnested together.
    private static func literal(_ numbers: [Int]) -> String {
        "{" + numbers.map(String.init).joined(separator: ",") + "}"
    }
}
