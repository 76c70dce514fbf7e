package import Foundation

/// When schedules run, where an operator wants another time than they come with: at night on the clock on the wall,
/// for instance, by the rules of `CronSlots` for days on which clocks change.
package struct ScheduleTimes: Hashable, Sendable {
    package static let none = ScheduleTimes([:])

    private let expressions: [String: CronExpression]

    private init(_ expressions: [String: CronExpression]) { self.expressions = expressions }

    /// `retention.tenants=30 2 * * *; audit.retain=0 4 * * sun`. Nil for anything else, for a schedule that is not
    /// among `names`, and for one that is told of twice.
    package init?(_ text: String, among names: Set<String>) {
        var expressions: [String: CronExpression] = [:]
        for part in text.split(separator: ";") {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2 else { return nil }
            let name = sides[0].trimmingCharacters(in: .whitespaces)
            guard names.contains(name), let expression = try? CronExpression(String(sides[1])),
                expressions.updateValue(expression, forKey: name) == nil
            else { return nil }
        }
        self.init(expressions)
    }

    /// The schedules, those that were given a time at that time in `zone`.
    package func applied(to schedules: [Schedule], in zone: TimeZone) -> [Schedule] {
        schedules.map { schedule in
            guard let expression = expressions[schedule.name] else { return schedule }
            return Schedule(
                name: schedule.name, .cron(CronSlots(expression, zone: zone)), body: schedule.body)
        }
    }
}
