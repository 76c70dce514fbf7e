import HTTPTypes
import Localization
import Jobs
import Vocabulary
import Web

/// Queues as a whole: how deep they are, held and let go.
struct DeskQueues: Sendable {
    let parts: DeskParts

    static let url = "/desk/queues"

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(Self.url), .operate(.jobs), "Queues with what waits in them",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await list(input, Sitting(context, parts, at: .jobs))
            },
            Route(
                .get, PathTemplate("\(Self.url)/{queue}/pause"), .operate(.jobs), "Asks why a queue is to be held",
                gives: [.html(), .signIn], options: .desk
            ) { (input: QueueNameInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .jobs)
                return try sitting.ask(pause(input.queue, sitting))
            },
            Route(
                .post, PathTemplate("\(Self.url)/{queue}/pause"), .operate(.jobs), "Holds a queue",
                gives: [.redirect()], options: .desk
            ) { (input: Submission<HoldQueueInput>, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .jobs)
                let queue = context.arrival.parameter("queue") ?? ""
                let question = sitting.again(pause(queue, sitting), input)
                guard case .success(let hold) = input.result else {
                    return try sitting.ask(question, status: .unprocessableContent)
                }
                return try await sitting.done("queue_paused", at: Self.url, question) {
                    try await parts.jobs.desk.pause(hold.queue, of: nil, reason: hold.reason, by: context.auditActor)
                }
            },
            Route(
                .get, PathTemplate("\(Self.url)/{queue}/resume"), .operate(.jobs), "Asks whether a queue may go on",
                gives: [.html(), .signIn], options: .desk
            ) { (input: QueueNameInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .jobs)
                return try sitting.ask(resume(input.queue, sitting))
            },
            Route(
                .post, PathTemplate("\(Self.url)/{queue}/resume"), .operate(.jobs), "Lets a queue go on",
                gives: [.redirect()], options: .desk
            ) { (input: QueueNameInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .jobs)
                return try await sitting.done("queue_resumed", at: Self.url, resume(input.queue, sitting)) {
                    _ = try await parts.jobs.desk.resume(input.queue, of: nil, by: context.auditActor)
                }
            },
        ]
    }

    private func list(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let queues = try await parts.jobs.desk.queues().filter { sight in
            sight.tenant == nil && (input.search.map { sight.queue.contains($0.lowercased()) } ?? true)
                && (input.state.map { $0 == sight.standing } ?? true)
        }
        let words = sitting.words
        return try await sitting.show(
            table(sitting), of: queues, input, lead: words("desk.queues.lead"),
            before: [.links(title: nil, sitting.jobLinks(Self.url))],
            fields: [
                sitting.searchField(input, hint: words("desk.queues.search")),
                sitting.stateField(input, ["running", "paused"]),
            ])
    }

    private func table(_ sitting: Sitting) -> ItemList<QueueSight> {
        let words = sitting.words
        func count(_ key: String, _ value: @escaping @Sendable (QueueSight) -> Int) -> ItemList<QueueSight>.Column {
            .number(key, words("desk.state.\(key)"), sitting) { value($0) }
        }
        return ItemList(
            words: words, path: Self.url, file: "queues", caption: words("desk.queues.title"),
            empty: words("desk.queues.empty"), natural: ListOrder("queue", .up),
            columns: [
                .init(key: "queue", label: words("desk.column.queue")) {
                    ListValue($0.queue)
                } cell: {
                    .code($0.queue, url: "\(DeskPart.jobs.url)?kind=\($0.queue)")
                },
                .state("state", words("desk.column.state"), sitting) { $0.standing },
                count("scheduled") { $0.scheduled }, count("ready") { $0.ready }, count("running") { $0.running },
                count("dead") { $0.dead },
                .number("oldest", words("desk.column.oldest"), sitting) { $0.oldestReadySeconds.map { Int($0) } },
                .words("reason", words("desk.column.reason"), isOrdered: false) { $0.pauseReason },
                .action(words("desk.column.action")) { sight in
                    let verb = sight.pausedAt == nil ? "pause" : "resume"
                    return Cell(
                        words("desk.queues.\(verb)", ["queue": .text(sight.queue)]),
                        url: "\(Self.url)/\(sight.queue)/\(verb)")
                },
            ])
    }

    private func pause(
        _ queue: String, _ sitting: Sitting
    ) -> Question {
        let words = sitting.words
        return Question(
            title: words("desk.queues.pause", ["queue": .text(queue)]),
            consequences: [words("desk.queues.pause_effect"), words("desk.queues.pause_undo"), words("desk.audited")],
            action: "\(Self.url)/\(PercentCoding.encode(queue))/pause", submit: words("desk.queues.pause_submit"),
            back: Self.url,
            fields: [
                FormField(
                    name: "reason", label: words("desk.column.reason"), max: QueueDesk.reasonMax)
            ])
    }

    private func resume(_ queue: String, _ sitting: Sitting) -> Question {
        let words = sitting.words
        return Question(
            title: words("desk.queues.resume", ["queue": .text(queue)]),
            consequences: [words("desk.queues.resume_effect"), words("desk.audited")],
            action: "\(Self.url)/\(PercentCoding.encode(queue))/resume", submit: words("desk.queues.resume_submit"),
            back: Self.url, isGrave: false)
    }
}

extension QueueSight {
    /// In one word.
    fileprivate var standing: String { pausedAt == nil ? "running" : "paused" }
}

extension Sitting {
    /// The three lists of jobs, each leading to the others.
    func jobLinks(_ here: String) -> [Link] {
        [
            Link(words("desk.jobs.title"), DeskPart.jobs.url, current: here == DeskPart.jobs.url),
            Link(words("desk.queues.title"), DeskQueues.url, current: here == DeskQueues.url),
            Link(words("desk.schedules.title"), DeskSchedules.url, current: here == DeskSchedules.url),
        ]
    }
}

struct QueueNameInput: Input {
    let queue: String

    static let form = Form(Field("queue", .code(JobPageInput.queue))) { QueueNameInput(queue: $0) }
}

struct HoldQueueInput: Input {
    let queue: String
    let reason: String

    static let form = Form(
        "HoldQueue", Field("queue", .code(JobPageInput.queue)), Field("reason", .text(max: QueueDesk.reasonMax))
    ) { HoldQueueInput(queue: $0, reason: $1) }
}
