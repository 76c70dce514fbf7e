package import Vocabulary

/// An invoice of the platform's as its letters tell of it: the values of the moment.
package struct InvoiceLetter: Sendable, Hashable, Codable {
    package let number: String
    package let from: CalendarDate
    /// The last day of what it is for.
    package let until: CalendarDate
    package let total: Money
    package let dueOn: CalendarDate
    package let overdueDays: Int
    package let path: String

    package init(
        number: String, from: CalendarDate, until: CalendarDate, total: Money, dueOn: CalendarDate, overdueDays: Int,
        path: String
    ) {
        self.number = number
        self.from = from
        self.until = until
        self.total = total
        self.dueOn = dueOn
        self.overdueDays = overdueDays
        self.path = path
    }
}
