import Bookings
import HTTPTypes
import NIOCore
import Tenancy
import Vocabulary
package import Web

extension PaymentsFeature {
    /// Where the processor sends its events, on each site's own host.
    package static let eventsPath = "/api/payments/events"

    /// What a traveller's program can do, and where the processor is heard.
    package func routes() -> RouteGroup {
        let options = RouteOptions(tag: "payments")
        let looks = RouteOptions(tag: "payments", limit: .paymentLooks)
        return RouteGroup(
            "payments",
            [
                Route(
                    .post, "/api/bookings/{id}/payments", .bookingHolder, "Go to pay what is due now",
                    gives: [
                        .json(
                            PaymentSchema.started, .created,
                            "To be confirmed with `client_secret` in the browser. With a saved card it is `capturing` or "
                                + "`captured` at once, or its holder is asked at `action_url`, or it was declined and is "
                                + "`open` for another card.")
                    ],
                    refuses: Self.startRefusals, options: looks
                ) { (input: PaymentInput, context: Keyed<TenantContext>) in try await begin(input, context) },
                Route(
                    .get, "/api/bookings/{id}/payments", .bookingHolder, "What was paid and given back",
                    gives: [.json(PaymentSchema.history)], refuses: [Self.unknown], options: options
                ) { (input: BookingPath, context: TenantContext) in try await history(input, context) },
                Route(
                    .post, "/api/bookings/{id}/payments/settle", .bookingHolder,
                    "Look at the payment now, as after the card's holder agreed",
                    gives: [.json(PaymentSchema.payment)],
                    refuses: [Self.unknown, .init(404, "payment.not_found"), .init(409, "request.repeated")]
                        + Self.processorRefusals,
                    options: looks.servingImpersonation
                ) { (input: BookingPath, context: Dampened<TenantContext>) in try await look(input, context) },
                Route(
                    .post, PathTemplate(Self.eventsPath), .anyone, "Where the payment processor sends its events",
                    gives: [.noContent],
                    refuses: [
                        .init(400, "payment.event_unsigned"), .init(400, "payment.event_unreadable"),
                        .init(404, "payment.account_unknown"),
                    ],
                    options: RouteOptions(
                        bodyBytesMax: ReceiveEvent.bytesMax, tag: "payments", isOpenWhenClosed: true,
                        limit: Self.events, byteTypes: ["application/json"])
                ) { (_: NoInput, context: TenantContext) in
                    guard let bytes = context.arrival.content.bytes else { throw PaymentError.eventUnreadable }
                    let header = context.arrival.head.headerFields[.stripeSignature] ?? ""
                    try await receive.receive(
                        Array(bytes.readableBytesView), signed: header, requestID: context.requestID, in: context.scope)
                    return .noContent
                },
                accountRoute,
            ] + cardRoutes)
    }

    /// Once for its key; told is the payment and what the browser needs to go on, which are the same however often.
    private func begin(_ input: PaymentInput, _ context: Keyed<TenantContext>) async throws -> Answer {
        let stage = context.stage
        let (id, payer) = (input.path.id, try input.payer(stage))
        let proof = try BookingProof.shown(stage.arrival, email: input.path.email)
        let key = try await parts.dataKeys.key(of: stage.tenant)
        let cause = Cause(actor: stage.auditActor)
        let place = "/api/bookings/\(id.uuid.text)/payments"
        let kept = try await context.onceClosing { tx in
            let effect = try await cards.goToPay.begin(id, proof, as: payer, key: key, cause, in: tx)
            let answer = Answer.json(StartedPayment(id: effect.value.payment, amount: effect.value.amount))
            return (answer.with(.location, place), effect.closing)
        }
        if kept.headers[.idempotentReplayed] != nil {
            // A key is no proof, and what follows is read as it stands now.
            _ = try await read.booking(id, proof, in: stage.scope)
        }
        try await cards.goToPay.beginAnew(id, proof, as: payer, cause, in: stage.scope)
        guard let payment = try await read.last(of: id, in: stage.scope) else { return kept }
        let settled = try await cards.pay.goOn(
            payment, as: payer.account, returnURL: returnURL(id, stage), cause, in: stage.scope)
        var started = StartedPayment(id: payment, amount: settled.amount, state: settled.state)
        if settled.state == .open {
            started.form = try await read.cardForm(payment, shownTo: .init(payer.account), in: stage.scope)
        }
        // What was let go of is on its way out still: it is asked for anew.
        if settled.state == .voiding { throw BookingError.paymentInProgress }
        // Paid at once with a saved card, or over since it was begun.
        guard started.form != nil || settled.wish?.card != nil && settled.isOpen(to: payer.account) else {
            throw PaymentError.notFound
        }
        var answer = Answer.json(started, status: .created, cache: .never).with(.location, place)
        if let replayed = kept.headers[.idempotentReplayed] { answer = answer.with(.idempotentReplayed, replayed) }
        return answer
    }

    /// Where a bank leads the card's holder back to: the site's own page, whoever asked.
    private func returnURL(_ id: BookingID, _ stage: TenantContext) -> String {
        (stage.arrival.base(of: stage.profile.definition) ?? "")
            + "/\(stage.locale)/bookings/\(id.uuid.text)/payment/return"
    }

    private func history(_ input: BookingPath, _ context: TenantContext) async throws -> Answer {
        let booking = try await read.booking(
            input.id, try BookingProof.shown(context.arrival, email: input.email), in: context.scope)
        let history = try await read.history(of: booking, in: context.scope)
        return .json(cache: .never) { $0.value(history) }
    }

    private func look(_ input: BookingPath, _ dampened: Dampened<TenantContext>) async throws -> Answer {
        let context = dampened.stage
        let booking = try await read.booking(
            input.id, try BookingProof.shown(context.arrival, email: input.email), in: context.scope)
        guard let payment = try await read.last(of: booking, in: context.scope) else { throw PaymentError.notFound }
        do {
            let settled = try await settle.settle(payment, Cause(actor: context.auditActor), in: context.scope)
            return .json(cache: .never) { $0.value(settled) }
        } catch let fault as ProcessorFault {
            throw PaymentError(fault)
        }
    }

    /// Of one address in an hour: each is read whole before it is known who sent it.
    private static let events = RouteLimit("payment-events", quota: 20_000, by: .address)
    private static let unknown = Route.Refusal(404, "booking.not_found")
    private static let processorRefusals: [Route.Refusal] = [
        .init(409, "payment.not_available"), .init(409, "payment.key_refused"),
        .init(502, "payment.processor_refused"), .init(503, "payment.processor_unreachable"),
    ]
    private static let startRefusals: [Route.Refusal] =
        [
            unknown, .init(409, "booking.not_allowed"), .init(409, "booking.hold_expired"),
            .init(409, "booking.price_expired"), .init(409, "payment.amount_not_taken"),
            .init(409, "change.quote_expired"), .init(409, "payment.in_progress"),
            .init(404, "payment.not_found"), .init(403, "payment_method.account_needed"),
            .init(404, "payment_method.not_found"), .init(409, "payment_method.expired"),
            .init(409, "payment_method.gone"), .init(409, "payment_method.too_many"),
            .init(409, "payment_method.not_saved"),
        ] + processorRefusals
}

extension RouteLimit {
    /// Of one caller: each asks the processor twice, which answers a hundred of a partner's a second
    /// (docs.stripe.com/rate-limits). Two a second are a busy program's, or those of a whole company behind one address.
    package static let paymentLooks = RouteLimit("payment-looks", quota: 7_200)
}

extension HTTPField.Name {
    /// docs.stripe.com/webhooks
    fileprivate static let stripeSignature = HTTPField.Name("Stripe-Signature")!
}
