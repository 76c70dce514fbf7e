import Bookings
import Foundation
import HTTPTypes
import Tenancy
import Vocabulary
package import Web

struct CardPath: Input {
    let id: SavedCardID

    static let form = Form<CardPath>(
        "PaymentMethodPath", Field("id", Kind.uuid.map("format") { SavedCardID($0) }, "The saved card's identifier.")
    ) { CardPath(id: $0) }
}

/// `POST /api/bookings/{id}/payments`
struct PaymentInput: Input {
    let path: BookingPath
    let choice: CardChoice?

    static let form = Form<PaymentInput>(
        "PaymentRequest", BookingPath.field,
        Field("payment_method_id", .uuid, "A saved card of the account that is signed in, to pay with now.").optional,
        Field(
            "save_payment_method", .boolean,
            "Its holder agrees that the card which is asked for is saved for them. Not without being asked, and not once "
                + "the secret of this payment was told to anybody who had not agreed."
        ).optional,
        BookingPath.emailField
    ) { id, card, saves, email in
        guard card == nil || saves != true else {
            throw InputFaults("/save_payment_method", "saved_already")
        }
        let saved = card.map { CardChoice.saved(SavedCardID($0)) }
        return PaymentInput(
            path: BookingPath(id: id, email: email), choice: saved ?? saves.map { .another(saves: $0) })
    }

    /// Whose cards they are. Nobody saves a card, or pays with one, for somebody else.
    ///
    /// Throws `PaymentError.accountNeeded`.
    func payer(_ stage: TenantContext) throws(PaymentError) -> GoToPay.Payer {
        let caller = stage.arrival.caller
        let account = caller?.impersonator == nil ? caller?.account : nil
        guard choice == nil || account != nil else { throw .accountNeeded }
        return GoToPay.Payer(account: account, choice: choice)
    }
}

extension PaymentsFeature {
    /// The cards that somebody saved.
    var cardRoutes: [Route] {
        let options = RouteOptions(tag: "payments")
        return [
            Route(
                .get, "/api/account/payment-methods", .member, "The cards that the account saved",
                gives: [.json(SavedCardSchema.list)], options: options
            ) { (_: NoInput, context: MemberContext) in
                let list = try await cards.list(of: context.account, in: context.scope)
                return .json(cache: .never) { json in
                    json.object { $0.member("data", array: { json in for card in list { json.value(card) } }) }
                }
            },
            Route(
                .delete, "/api/account/payment-methods/{id}", .member,
                "Take a saved card back: it is not offered any more, and the processor lets go of it",
                gives: [.noContent], refuses: [.init(404, "payment_method.not_found")], options: options
            ) { (input: CardPath, context: MemberContext) in
                try await cards.remove(input.id, of: context.account, context.auditActor, in: context.scope)
                return .noContent
            },
        ]
    }
}

extension SavedCard: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in members(&json) }
    }

    fileprivate func members(_ json: inout JSONWriter) {
        json.member("id", id.uuid)
        json.member("brand", card.kind)
        json.member("last4", card.digits)
        json.member("expiry_month", expiryMonth)
        json.member("expiry_year", expiryYear)
        json.member("is_expired", isExpired)
        json.member("created_at", createdAt)
    }
}

/// One in the download of an account's data.
struct KeptCard: JSONWritable {
    let card: SavedCard
    let removedAt: Date?

    func write(to json: inout JSONWriter) {
        json.object { json in
            card.members(&json)
            json.member("removed_at", removedAt)
        }
    }
}

/// What those write.
enum SavedCardSchema {
    static let list = Schema.object(nil, [.init("data", .array(card))])

    private static let card = Schema.object(
        "PaymentMethod",
        [
            .init("id", .uuid), .init("brand", .text),
            .init("last4", .text.annotated("All that is known of its number.")),
            .init("expiry_month", .count), .init("expiry_year", .count), .init("is_expired", .boolean),
            .init("created_at", .instant),
        ], closed: true)
}
