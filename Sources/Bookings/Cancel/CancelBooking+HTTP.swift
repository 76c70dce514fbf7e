import Foundation
import HTTPTypes
import Tenancy
package import Web

/// `POST /api/bookings/{id}/cancel`
struct CancelInput: Input {
    let id: BookingID
    let promise: UUID
    let email: String?

    static let form = Form<CancelInput>(
        "CancellationRequest", BookingPath.field, Field("cancellation_quote_id", .uuid, "What was promised."),
        BookingPath.emailField
    ) { CancelInput(id: $0, promise: $1, email: $2) }
}

extension BookingsFeature {
    func quoteCancellation(_ input: BookingPath, _ dampened: Dampened<TenantContext>) async throws -> Answer {
        let context = dampened.stage
        let proof = try BookingProof.shown(context.arrival, email: input.email)
        let quote = try await quoteCancellation.quote(
            input.id, proof, key: try await dataKeys.key(of: context.tenant), in: context.scope)
        return Self.answer(quote)
    }

    /// What cancelling costs, for the other rooms that promise it.
    package static func answer(_ quote: CancellationQuote) -> Answer {
        .json { json in
            json.object { json in
                json.member("cancellation_quote_id", quote.id)
                json.member("penalty", quote.penalty)
                json.member("refund", quote.refund)
                json.member("expires_at", quote.expiresAt)
            }
        }
    }

    func cancel(_ input: CancelInput, _ context: Keyed<TenantContext>) async throws -> Answer {
        let stage = context.stage
        let proof = try BookingProof.shown(stage.arrival, email: input.email)
        let key = try await dataKeys.key(of: stage.tenant)
        return try await context.onceClosing { tx in
            let effect = try await cancel.cancel(
                input.id, proof, promise: .kept(input.promise), key: key, stage.cause, in: tx)
            return (.json(BookingAnswer(dated: effect.value.dated)), effect.closing)
        }
    }

    package static let cancellationQuoteSchema = Schema.object(
        "CancellationQuote",
        [
            .init("cancellation_quote_id", .uuid), .init("penalty", .money.annotated("What cancelling now costs.")),
            .init("refund", .money.annotated("What is returned of what was paid.")), .init("expires_at", .instant),
        ], closed: true)
}
