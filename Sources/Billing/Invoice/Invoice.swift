package import Foundation
package import Vocabulary

/// Counts the platform's invoices to one partner within a year, from 1 and without a gap: `PLT-2026-000001`.
package struct InvoiceNumber: Hashable, Sendable, CustomStringConvertible {
    package let year: Int
    package let number: Int

    package init(year: Int, number: Int) {
        self.year = year
        self.number = number
    }

    package var description: String {
        let digits = String(number)
        return "PLT-\(year)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
    }
}

/// An invoice of the platform's to a partner: what it says for good, and what became of it.
package struct Invoice: Hashable, Sendable {
    /// As it is kept.
    package enum State: String, CaseIterable, Hashable, Sendable {
        case open
        case paid
        case void
    }

    /// As it is told: whether an open one is late follows from the day.
    package enum Standing: String, CaseIterable, Hashable, Sendable {
        case open
        case overdue
        case paid
        case void
    }

    package let id: UUID
    package let number: InvoiceNumber
    package let period: BillingPeriod
    package let zone: String
    package let net: Money
    package let taxBasisPoints: Int
    package let tax: Money
    package let state: State
    package let issuedAt: Date
    package let dueOn: CalendarDate
    package let closedAt: Date?
    package let paidOn: CalendarDate?
    package let paidReference: String?
    package let voidReason: String?
    package let content: InvoiceContent

    package var total: Money { net + tax }
    package var fileName: String { "\(number).pdf" }

    package func standing(on today: CalendarDate) -> Standing {
        switch state {
        case .open: today > dueOn ? .overdue : .open
        case .paid: .paid
        case .void: .void
        }
    }
}
