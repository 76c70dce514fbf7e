import Foundation
import Jobs
import Postgres
import Vocabulary
import Web

/// Which jobs a list shows.
struct JobPageInput: Input {
    let tenant: String?
    let filter: JobFilter
    let limit: Int
    let page: RowPage<JobOrder>

    static let limitMax = 100
    static let limitDefault = 20
    static let queue = CodePattern("a-z_", 1...31, first: "a-z")
    static let kind = CodePattern("a-z0-9_.", 1...80)

    static let form = Form(
        "JobPage", Field("tenant", .code(SlugInput.pattern), "Only this partner's.").optional,
        Field("state", Kind<JobState>.choice).optional, Field("queue", .code(queue)).optional,
        Field("kind", .code(kind)).optional, Field("limit", .integer(1...limitMax), "Rows").or(limitDefault),
        PageFields.sort(.created), PageFields.order(.down), PageFields.cursor
    ) { tenant, state, queue, kind, limit, sort, order, cursor in
        JobPageInput(
            tenant: tenant, filter: JobFilter(state: state, queue: queue, kind: kind), limit: limit,
            page: try PageFields.page(sort, order, cursor))
    }
}

/// The same within one site.
struct OwnJobPageInput: Input {
    let filter: JobFilter
    let limit: Int
    let page: RowPage<JobOrder>

    static let form = Form(
        "OwnJobPage", Field("state", Kind<JobState>.choice).optional,
        Field("queue", .code(JobPageInput.queue)).optional, Field("kind", .code(JobPageInput.kind)).optional,
        Field("limit", .integer(1...JobPageInput.limitMax), "Rows").or(JobPageInput.limitDefault),
        PageFields.sort(.created), PageFields.order(.down), PageFields.cursor
    ) { state, queue, kind, limit, sort, order, cursor in
        OwnJobPageInput(
            filter: JobFilter(state: state, queue: queue, kind: kind), limit: limit,
            page: try PageFields.page(sort, order, cursor))
    }
}

/// Which dead letters are to be tried again.
struct ReplayInput: Input {
    let tenant: String?
    let filter: JobFilter

    static let form = Form(
        "ReplayJobs", Field("tenant", .code(SlugInput.pattern), "Absent: of all partners.").optional,
        Field("queue", .code(JobPageInput.queue)).optional, Field("kind", .code(JobPageInput.kind)).optional,
        Field("job_id", .uuid, "That one alone.").optional
    ) { tenant, queue, kind, job in
        ReplayInput(tenant: tenant, filter: JobFilter(queue: queue, kind: kind, job: job))
    }
}

struct OwnReplayInput: Input {
    let filter: JobFilter

    static let form = Form(
        "ReplayOwnJobs", Field("queue", .code(JobPageInput.queue)).optional,
        Field("kind", .code(JobPageInput.kind)).optional
    ) { OwnReplayInput(filter: JobFilter(queue: $0, kind: $1)) }
}

struct OwnJobInput: Input {
    let job: UUID

    static let form = Form("OwnJob", Field("job", .uuid, "The job's identifier.")) { OwnJobInput(job: $0) }
}

struct RunJobInput: Input {
    let tenant: String
    let job: UUID

    static let form = Form(
        "RunJob", Field("tenant", .code(SlugInput.pattern), "Whose it is."), Field("job_id", .uuid)
    ) { RunJobInput(tenant: $0, job: $1) }
}

struct PauseQueueInput: Input {
    let queue: String
    let tenant: String?
    let reason: String

    static let form = Form(
        "PauseQueue", Field("queue", .code(JobPageInput.queue)), tenantField,
        Field("reason", .text(max: QueueDesk.reasonMax), "For whoever wonders why.")
    ) { PauseQueueInput(queue: $0, tenant: $1, reason: $2) }

    static let tenantField = Field("tenant", .code(SlugInput.pattern), "Only this partner's share.").optional
}

struct ResumeQueueInput: Input {
    let queue: String
    let tenant: String?

    static let form = Form(
        "ResumeQueue", Field("queue", .code(JobPageInput.queue)), PauseQueueInput.tenantField
    ) { ResumeQueueInput(queue: $0, tenant: $1) }
}

struct LimitQueueInput: Input {
    let queue: String
    let tenant: String?
    let perMinute: Int?

    static let form = Form(
        "LimitQueue", Field("queue", .code(JobPageInput.queue)), PauseQueueInput.tenantField,
        Field("per_minute", .integer(1...QueueDesk.perMinuteMax), "Jobs begun in a minute; absent: as many as come.")
            .optional
    ) { LimitQueueInput(queue: $0, tenant: $1, perMinute: $2) }
}

struct ScheduleInput: Input {
    let schedule: String

    static let form = Form("Schedule", Field("schedule", .code(JobPageInput.kind), "Its name.")) {
        ScheduleInput(schedule: $0)
    }
}
