package import Foundation
package import Vocabulary

/// A value that a message shows: what it is, so that the locale decides how it looks.
package enum MessageArgument: Hashable, Sendable {
    case text(String)
    case number(Int)
    case decimal(Double)
    case money(Money)
    case date(CalendarDate)
    /// A moment, shown on the clock of an IANA zone such as `Africa/Cairo`.
    case instant(Date, zone: String)
    case list([String])
}

extension MessageArgument {
    /// A problem's argument, so that the border can word it.
    package init(_ argument: Problem.Argument) {
        switch argument {
        case .text(let text): self = .text(text)
        case .number(let number): self = .number(number)
        case .money(let money): self = .money(money)
        case .list(let items): self = .list(items)
        }
    }
}
