package import Foundation
package import Vocabulary

/// What a guest's bank wants back, as letters tell of it.
package struct DisputeLetter: Sendable, Hashable, Codable {
    /// Of the booking.
    package let reference: String
    package let amount: Money
    /// `inquiry` while the bank only asks, `open`, `won`, `lost`, or `closed`.
    package let state: String
    /// Nil where nothing can be answered any more.
    package let answerBy: Date?
    package let path: String

    package init(reference: String, amount: Money, state: String, answerBy: Date?, path: String) {
        self.reference = reference
        self.amount = amount
        self.state = state
        self.answerBy = answerBy
        self.path = path
    }
}
