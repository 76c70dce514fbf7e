import Foundation
import Payments
import Pricing
import Vocabulary
import Web

/// What somebody looks for among their payments: of a kind, a currency, and begun on some days of the site's own, both
/// included.
struct MoneyEntry: TypedInput {
    let cursor: String
    let kind: MoneyMove.Kind?
    let currency: CurrencyCode?
    /// As they were typed.
    let from: String
    let until: String

    private static let fromField = TypedField.shown("from", .date)
    private static let untilField = TypedField.shown("until", .date)

    static let typed: [TypedField] = [
        .carried("cursor", .text(max: 36)), .carried("kind", .text(max: 7)), .carried("currency", .currency), fromField,
        untilField,
    ]

    init(_ typed: TypedFields) {
        cursor = typed["cursor"]
        kind = MoneyMove.Kind(rawValue: typed["kind"])
        currency = CurrencyCode(typed["currency"])
        from = typed["from"]
        until = typed["until"]
    }

    /// What is wrong with the days.
    var faults: (from: Problem.Fault?, until: Problem.Fault?) {
        let unread = (Self.fromField.fault(in: from), Self.untilField.fault(in: until))
        if let first = CalendarDate(from), let last = CalendarDate(until), last < first {
            return (nil, Problem.Fault("/until", "until_before_from"))
        }
        return unread
    }

    /// Whether it is less than all.
    var isNarrow: Bool { kind != nil || currency != nil || !from.isEmpty || !until.isEmpty }

    /// In an address, but for the page and what `leaving` names.
    func query(leaving names: String...) -> [(name: String, value: String)] {
        [("kind", kind?.rawValue ?? ""), ("currency", currency?.code ?? ""), ("from", from), ("until", until)]
            .filter { !$0.1.isEmpty && !names.contains($0.0) }.map { (name: $0.0, value: $0.1) }
    }

    /// Nil where the days say nothing.
    ///
    /// Throws `Deadline.Fault`.
    func filter(of account: UUID, in zone: String) throws -> MoneyFilter? {
        let faults = faults
        guard faults.from == nil, faults.until == nil else { return nil }
        func midnight(_ day: CalendarDate) throws -> Date {
            try Deadline(date: day, time: LocalTime(minutesSinceMidnight: 0), zone: zone).instant
        }
        return MoneyFilter(
            kind: kind, currency: currency, account: account, from: try CalendarDate(from).map(midnight),
            until: try CalendarDate(until).map { try midnight($0.adding(days: 1)) })
    }
}
