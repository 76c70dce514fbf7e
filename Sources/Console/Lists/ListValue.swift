import Foundation
import Vocabulary
import Web

/// A cell's value behind its words: what a list is ordered by, and what a file says.
enum ListValue: Sendable, Comparable {
    case none
    case number(Double)
    case date(Date)
    case text(String)

    init(_ text: String?) { self = text.map { .text($0) } ?? .none }
    init(_ number: Int?) { self = number.map { .number(Double($0)) } ?? .none }
    init(_ date: Date?) { self = date.map { .date($0) } ?? .none }

    /// As a file says it.
    var cell: CSVWriter.Cell {
        switch self {
        case .none: .empty
        case .number(let number): .number(number == number.rounded() ? String(Int(number)) : String(number))
        case .date(let date): .text(date.rfc3339)
        case .text(let text): .text(text)
        }
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    static func < (left: ListValue, right: ListValue) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right
        case (.date(let left), .date(let right)): left < right
        case (.text(let left), .text(let right)): left.lowercased() < right.lowercased()
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .none: 0
        case .number: 1
        case .date: 2
        case .text: 3
        }
    }
}
