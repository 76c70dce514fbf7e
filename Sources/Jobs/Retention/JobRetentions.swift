package import Postgres

/// How long the queue's own things are kept.
package enum JobRetentions {
    /// Whole months of the history, besides the present one.
    static let finishedMonths: Int32 = 3
    /// A dead letter that nobody replayed in so many days is not going to be.
    static let deadDays: Int32 = 90
    static let probeHours: Int32 = 24

    /// `pool` logs in as `travelhub_worker`.
    package static func all(pool: PostgresPool) -> [Retention] {
        [
            Retention(name: "finished_jobs") {
                try await pool.single("select shared.drop_finished_jobs(\(finishedMonths)) as gone").only().get("gone")
            },
            Retention(name: "dead_letters", pool: pool) { limit in
                """
                delete from shared.jobs
                 where state = 'dead' and (tenant_id, job_id) in (
                   select tenant_id, job_id from shared.jobs
                    where state = 'dead' and created_at < (select clock_timestamp()) - make_interval(days => \(deadDays))
                    limit \(limit) for update skip locked)
                """
            },
            Retention(name: "job_periods", pool: pool) { limit in
                """
                delete from shared.job_periods
                 where ends_at <= clock_timestamp() and (tenant_id, kind, unique_key) in (
                   select tenant_id, kind, unique_key from shared.job_periods
                    where ends_at <= (select clock_timestamp()) order by ends_at limit \(limit))
                """
            },
            Retention(name: "job_probes", pool: pool) { limit in
                """
                delete from shared.job_probes
                 where (tenant_id, probe_id, number, attempt) in (
                   select tenant_id, probe_id, number, attempt from shared.job_probes
                    where ran_at < (select clock_timestamp()) - make_interval(hours => \(probeHours))
                    order by ran_at limit \(limit))
                """
            },
        ]
    }
}
