import HTTPTypes
import Localization
import Jobs
import Vocabulary
import Web

/// Schedules: when they ran, what came of it, when they run next; run and held.
struct DeskSchedules: Sendable {
    let parts: DeskParts

    static let url = "/desk/schedules"

    var routes: [Route] {
        [
            Route(
                .get, PathTemplate(Self.url), .operate(.jobs), "Schedules with their last slot and result",
                gives: [.html(), Answer.csvOutput, .signIn], options: .desk
            ) { (input: ListInput, context: OperatorPageContext) in
                try await list(input, Sitting(context, parts, at: .jobs))
            }
        ] + ScheduleVerb.allCases.flatMap(routes)
    }

    private func routes(_ verb: ScheduleVerb) -> [Route] {
        let path = PathTemplate("\(Self.url)/{schedule}/\(verb.rawValue)")
        return [
            Route(
                .get, path, .operate(.jobs), "Says what \(verb.rawValue) does to a schedule, and asks",
                gives: [.html(), .signIn], options: .desk
            ) { (input: ScheduleInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .jobs)
                return try sitting.ask(question(verb, input.schedule, sitting))
            },
            Route(
                .post, path, .operate(.jobs), "Does \(verb.rawValue) to a schedule", gives: [.redirect()],
                refuses: [.init(404, "schedule.unknown")], options: .desk
            ) { (input: ScheduleInput, context: OperatorPageContext) in
                let sitting = Sitting(context, parts, at: .jobs)
                return try await sitting.done(
                    "schedule_\(verb.rawValue)", at: Self.url, question(verb, input.schedule, sitting)
                ) {
                    let desk = parts.jobs.desk
                    let isKnown =
                        switch verb {
                        case .run: try await desk.run(schedule: input.schedule, by: context.auditActor)
                        case .pause:
                            try await desk.set(schedule: input.schedule, isPaused: true, by: context.auditActor)
                        case .resume:
                            try await desk.set(schedule: input.schedule, isPaused: false, by: context.auditActor)
                        }
                    guard isKnown else { throw Problem(404, "schedule.unknown") }
                }
            },
        ]
    }

    private func question(_ verb: ScheduleVerb, _ name: String, _ sitting: Sitting) -> Question {
        let words = sitting.words
        return Question(
            title: words("desk.schedules.\(verb.rawValue)", ["name": .text(name)]),
            consequences: [words("desk.schedules.\(verb.rawValue)_effect"), words("desk.audited")],
            action: "\(Self.url)/\(PercentCoding.encode(name))/\(verb.rawValue)",
            submit: words("desk.schedules.\(verb.rawValue)_submit"), back: Self.url, isGrave: verb == .pause)
    }

    private func list(_ input: ListInput, _ sitting: Sitting) async throws -> Answer {
        let words = sitting.words
        let schedules = try await parts.jobs.desk.schedules().filter { sight in
            (input.search.map { sight.name.contains($0.lowercased()) } ?? true)
                && (input.state.map { $0 == sight.standing } ?? true)
        }
        return try await sitting.show(
            table(sitting), of: schedules, input, lead: words("desk.schedules.lead"),
            before: [.links(title: nil, sitting.jobLinks(Self.url))],
            fields: [
                sitting.searchField(input, hint: words("desk.schedules.search")),
                sitting.stateField(input, ["waiting", "running", "failed", "paused"]),
            ])
    }

    private func table(_ sitting: Sitting) -> ItemList<ScheduleSight> {
        let words = sitting.words
        func action(_ verb: ScheduleVerb) -> ItemList<ScheduleSight>.Column {
            .action(words("desk.schedules.\(verb.rawValue)_submit")) { sight in
                let isPaused = sight.pausedAt != nil
                let shown: ScheduleVerb = verb == .pause && isPaused ? .resume : verb
                return Cell(
                    words("desk.schedules.\(shown.rawValue)", ["name": .text(sight.name)]),
                    url: "\(Self.url)/\(sight.name)/\(shown.rawValue)")
            }
        }
        return ItemList(
            words: words, path: Self.url, file: "schedules", caption: words("desk.schedules.title"),
            empty: words("desk.schedules.empty"), natural: ListOrder("name", .up),
            columns: [
                .code("name", words("desk.column.schedule")) { $0.name },
                .state("state", words("desk.column.state"), sitting) { $0.standing },
                .code("timing", words("desk.column.timing")) { $0.expression },
                .moment("last_slot", words("desk.column.last_slot"), sitting) { $0.lastSlot },
                .code("result", words("desk.column.result"), isOrdered: false) { $0.lastResult },
                .moment("next_slot", words("desk.column.next_slot"), sitting) { $0.nextSlot },
                action(.run), action(.pause),
            ])
    }
}

private enum ScheduleVerb: String, CaseIterable, Sendable {
    case run
    case pause
    case resume
}

extension ScheduleSight {
    /// In one word; what is graver comes first.
    fileprivate var standing: String {
        if pausedAt != nil {
            "paused"
        } else if isRunning {
            "running"
        } else if hasFailed {
            "failed"
        } else {
            "waiting"
        }
    }
}
