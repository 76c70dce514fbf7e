package import Foundation
import Postgres
import Vocabulary

package struct SavedCardID: Hashable, Sendable {
    package let uuid: UUID
    package init(_ uuid: UUID) { self.uuid = uuid }
}

/// A card that its holder left with the payment processor, as far as it is known here: never its number.
package struct SavedCard: Hashable, Sendable {
    /// More of one account are not told, and no more are offered to be saved.
    package static let perAccountMax = 20

    package let id: SavedCardID
    /// The processor's own name of it: for nobody but the processor.
    let name: String
    package let card: Payment.Card
    package let expiryMonth: Int
    package let expiryYear: Int
    package let createdAt: Date
    /// Its month is over everywhere in the world.
    package let isExpired: Bool
}

extension SavedCard {
    init(_ row: Row) throws {
        id = SavedCardID(try row.get("card_id"))
        name = try row.get("processor_name")
        card = Payment.Card(kind: try row.get("kind"), digits: try row.get("digits"))
        expiryMonth = try row.get("expiry_month")
        expiryYear = try row.get("expiry_year")
        createdAt = try row.get("created_at")
        isExpired = try row.get("is_expired")
    }
}

/// How a traveller with an account pays.
package enum CardChoice: Hashable, Sendable {
    case saved(SavedCardID)
    /// A card that is asked for now; saved only where they said so.
    case another(saves: Bool)
}

/// A choice as it stands with its payment.
struct CardWish: Hashable, Sendable {
    let customer: UUID
    /// Whose choice it is; nil where that account is gone, and the processor not yet told.
    let account: UUID?
    /// Nil for a card that is asked for.
    let card: SavedCardID?
    /// The key under which it is tried.
    let attempt: UUID
    let saves: Bool
}

extension CardWish {
    /// Nil where none was made, or the account that made it is gone.
    init?(_ row: Row) throws {
        guard let customer = try row.get("customer_id", as: UUID?.self),
            let attempt = try row.get("card_try", as: UUID?.self)
        else { return nil }
        self.customer = customer
        self.attempt = attempt
        account = try row.get("chooser_id")
        card = try row.get("card_id", as: UUID?.self).map { SavedCardID($0) }
        saves = try row.get("saving_agreed_at", as: Date?.self) != nil
    }
}
