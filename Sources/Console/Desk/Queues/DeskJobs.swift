import Foundation
import HTTPTypes
import Localization
import Jobs
import Postgres
import Tenancy
import Vocabulary
import Web

/// Jobs over all partners: seen by state, run before their hour, tried again after their death.
struct DeskJobs: Sendable {
    let parts: DeskParts

    private var url: String { DeskPart.jobs.url }

    var routes: [Route] {
        [
            Route(
                .get, "/desk/jobs", .operate(.jobs), "Live jobs and dead letters, newest first unless told otherwise",
                gives: [.html(), Answer.csvOutput, .signIn], refuses: [.init(404, "tenant.unknown")], options: .desk
            ) { (input: PlatformListInput, context: OperatorPageContext) in
                try await list(input.look, Sitting(context, parts, at: .jobs))
            }
        ] + verbs
    }

    private var verbs: [Route] {
        JobVerb.allCases.flatMap { verb in
            let path = PathTemplate("/desk/jobs/\(verb.rawValue)")
            return [
                Route(
                    .get, path, .operate(.jobs), "Says what \(verb.rawValue) does to jobs, and asks",
                    gives: [.html(), .signIn], options: .desk
                ) { (input: JobChoiceInput, context: OperatorPageContext) in
                    let sitting = Sitting(context, parts, at: .jobs)
                    return try sitting.ask(question(verb, input, sitting))
                },
                Route(
                    .post, path, .operate(.jobs), "Does \(verb.rawValue) to jobs", gives: [.redirect()],
                    refuses: [.init(404, "tenant.unknown"), .init(404, "job.not_waiting")], options: .desk
                ) { (input: JobChoiceInput, context: OperatorPageContext) in
                    let sitting = Sitting(context, parts, at: .jobs)
                    return try await sitting.done(
                        "jobs_\(verb.rawValue)", at: url, question(verb, input, sitting)
                    ) { try await perform(verb, input, context) }
                },
            ]
        }
    }

    private func perform(_ verb: JobVerb, _ input: JobChoiceInput, _ context: OperatorPageContext) async throws {
        let entry = try input.tenant.map(parts.jobs.entry)
        switch verb {
        case .replay:
            _ = try await parts.jobs.replay(
                JobFilter(queue: input.queue, job: input.job), of: entry, actor: context.auditActor)
        case .run:
            guard let entry, let job = input.job,
                try await parts.jobs.jobs.run(
                    job, actor: context.auditActor, in: parts.jobs.tenants.scope(entry))
            else { throw Problem(404, "job.not_waiting") }
        }
    }

    private func question(_ verb: JobVerb, _ input: JobChoiceInput, _ sitting: Sitting) -> Question {
        let words = sitting.words
        let chosen = [
            input.job.map { words("desk.jobs.only_job", ["id": .text($0.text)]) },
            input.tenant.map { words("desk.jobs.only_tenant", ["slug": .text($0)]) },
            input.queue.map { words("desk.jobs.only_queue", ["queue": .text($0)]) },
        ].compactMap(\.self)
        let hidden: [(String, String?)] = [
            ("job_id", input.job?.text), ("tenant", input.tenant), ("queue", input.queue),
        ]
        return Question(
            title: words("desk.jobs.\(verb.rawValue)"),
            consequences: [words("desk.jobs.\(verb.rawValue)_effect")]
                + (chosen.isEmpty ? [words("desk.jobs.all")] : chosen) + [words("desk.audited_there")],
            action: "\(url)/\(verb.rawValue)", submit: words("desk.jobs.\(verb.rawValue)"), back: url,
            hidden: hidden.compactMap { name, value in value.map { PageForm.Hidden(name, $0) } })
    }

    private func list(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let tenant = try input.tenant.map(parts.jobs.entry)?.id
        let state = input.state.flatMap(JobState.init(rawValue:))
        let isKnown = (state == nil) == (input.state == nil)
        let filter = JobFilter(state: state, queue: input.kind, kind: input.search)
        let (platform, desk) = (parts.platform, parts.jobs.desk)
        let dead = input.state == "dead" ? [replayAll(input, sitting)] : []
        return try await sitting.show(
            table(sitting), input, by: JobOrder.created, .down, lead: words("desk.jobs.lead"),
            before: [.links(title: nil, sitting.jobLinks(url)), .links(title: nil, dead)],
            fields: [
                sitting.stateField(input, JobState.allCases.map(\.rawValue)),
                sitting.codeField("kind", words("desk.column.queue"), input.kind, max: ListInput.wordMax),
                sitting.codeField("q", words("desk.column.job"), input.search, max: ListInput.searchMax),
                sitting.tenantField(input),
            ],
            row: \.sight,
            read: { page, limit in
                let sights = isKnown ? try await desk.list(filter, of: tenant, page, limit: limit) : []
                let slugs = try await TenantCatalogue(platform: platform).slugs(of: Set(sights.map(\.tenant)))
                return sights.map { JobLine(sight: $0, slug: slugs[$0.tenant]) }
            })
    }

    private func replayAll(_ input: ListInput, _ sitting: Sitting) -> Link {
        let query = [("tenant", input.tenant), ("queue", input.kind)].compactMap { name, value in
            value.map { "\(name)=\(PercentCoding.encode($0))" }
        }
        return Link(
            sitting.words("desk.jobs.replay_all"),
            "\(url)/replay" + (query.isEmpty ? "" : "?" + query.joined(separator: "&")))
    }

    private func table(_ sitting: Sitting) -> ItemList<JobLine> {
        let (words, url) = (sitting.words, url)
        func text(
            _ key: String, _ text: @escaping @Sendable (JobLine) -> String?
        ) -> ItemList<JobLine>.Column {
            .code(key, words("desk.column.\(key)")) { text($0) }
        }
        return ItemList(
            words: words, path: url, file: "jobs", caption: words("desk.jobs.title"), empty: words("desk.jobs.empty"),
            columns: [
                text("job") { $0.sight.kind },
                .state("state", words("desk.column.state"), sitting) { $0.sight.state.rawValue },
                text("queue") { $0.sight.queue }, text("tenant") { $0.slug },
                .init(key: "attempt", label: words("desk.column.attempt"), isNumber: true) {
                    ListValue($0.sight.attempt)
                } cell: {
                    Cell(
                        "\(words.formats.number($0.sight.attempt)) / \(words.formats.number($0.sight.attemptsMax))")
                },
                .moment("due", words("desk.column.due"), sitting) { $0.sight.runAt },
                .moment("created", words("desk.column.created"), sitting) { $0.sight.createdAt },
                text("fault") { $0.sight.fault }, text("id") { $0.sight.id.text },
                .action(words("desk.column.action")) { line in
                    let verb: JobVerb? =
                        switch line.sight.state {
                        case .dead: .replay
                        case .scheduled: .run
                        default: nil
                        }
                    guard let verb, let slug = line.slug else { return .none }
                    return Cell(
                        words("desk.jobs.\(verb.rawValue)"),
                        url: "\(url)/\(verb.rawValue)?tenant=\(slug)&job_id=\(line.sight.id.text)")
                },
            ])
    }
}

private struct JobLine: Sendable {
    let sight: JobSight
    /// Nil for a partner that is gone.
    let slug: String?
}

private enum JobVerb: String, CaseIterable, Sendable {
    case replay
    case run
}

struct JobChoiceInput: Input {
    let tenant: String?
    let queue: String?
    let job: UUID?

    static let form = Form(
        Field("tenant", .code(SlugInput.pattern)).optional, Field("queue", .code(JobPageInput.queue)).optional,
        Field("job_id", .uuid).optional
    ) { JobChoiceInput(tenant: $0, queue: $1, job: $2) }
}
