import Bookings
import Foundation
import NIOHTTP1
import Tenancy
import Vocabulary

/// What is asked of the processor for one payment or refund, each under a key of ours, so that asking again is the
/// same question. An error of its own it keeps under the key for good: after some tries in vain another key asks the
/// question anew, where its having been answered after all does no harm.
struct StripeVerbs: Sendable {
    let caller: StripeCaller
    let account: PaymentAccount

    static let expansion = ("expand[]", "latest_charge.balance_transaction")

    static let refundExpansion = ("expand[]", "balance_transaction")

    /// It forgets keys after a day (docs.stripe.com/api/idempotent_requests).
    static let keySeconds: Double = 23 * 3_600

    /// Tries under one key.
    static let triesOfKey = 3

    static func key(_ id: UUID, _ verb: String = "", looks: Int) -> String {
        let generation = looks / triesOfKey
        return id.text + (verb.isEmpty ? "" : ":\(verb)") + (generation == 0 ? "" : ":\(generation)")
    }

    /// The amount is to be reserved first, and taken when the rooms are sold.
    ///
    /// An intent that was made unheard is nobody's: no card is ever asked for it.
    ///
    /// Throws `ProcessorFault`.
    func create(_ payment: Payment, tenant: TenantID, units: Int) async throws(ProcessorFault) -> StripeIntent {
        let fields = [
            ("amount", String(units)), ("currency", payment.amount.currency.code.lowercased()),
            ("capture_method", "manual"), ("payment_method_types[]", "card"),
            ("metadata[payment]", payment.id.uuid.text), ("metadata[booking]", payment.booking.uuid.text),
            ("metadata[tenant]", tenant.description), Self.expansion,
        ]
        return try await ask("payment_intents", fields, key: Self.key(payment.id.uuid, looks: payment.looks))
    }

    func retrieve(_ intent: String) async throws(ProcessorFault) -> StripeIntent {
        try await caller.send(
            .init(method: .GET, path: "payment_intents/\(intent)", fields: [Self.expansion]), key: account.secretKey,
            to: account.processor)
    }

    /// Taken once, whatever it is asked under.
    func capture(_ payment: Payment, _ intent: String) async throws(ProcessorFault) -> StripeIntent {
        try await ask(
            "payment_intents/\(intent)/capture", [Self.expansion],
            key: Self.key(payment.id.uuid, "capture", looks: payment.looks))
    }

    func cancel(_ payment: Payment, _ intent: String) async throws(ProcessorFault) -> StripeIntent {
        try await ask(
            "payment_intents/\(intent)/cancel", [("cancellation_reason", "abandoned"), Self.expansion],
            key: Self.key(payment.id.uuid, "cancel", looks: payment.looks))
    }

    /// What was asked before may have been done unheard, and would be done twice under another key: before that it is
    /// looked for.
    func refund(
        _ refund: Refund, of intent: String, units: Int, at now: Date
    ) async throws(ProcessorFault) -> StripeRefund {
        if refund.looks >= Self.triesOfKey || now.timeIntervalSince(refund.createdAt) > Self.keySeconds {
            if let done = try await done(refund, of: intent) { return done }
        }
        do throws(ProcessorFault) {
            return try await ask(
                "refunds",
                [
                    ("payment_intent", intent), ("amount", String(units)), ("reason", "requested_by_customer"),
                    ("metadata[refund]", refund.id.uuid.text), Self.refundExpansion,
                ], key: Self.key(refund.id.uuid, looks: refund.looks))
        } catch {
            // An older release may have asked it in other words, and it may have been done.
            guard case .refused(let refusal) = error, refusal.type == "idempotency_error" else { throw error }
            if let done = try await done(refund, of: intent) { return done }
            throw .unknown("a key that was used in other words")
        }
    }

    private func done(_ refund: Refund, of intent: String) async throws(ProcessorFault) -> StripeRefund? {
        try await refunds(of: intent).first { $0.metadata["refund"] == refund.id.uuid.text }
    }

    /// The last one first.
    func refunds(of intent: String) async throws(ProcessorFault) -> [StripeRefund] {
        let list: StripeList<StripeRefund> = try await caller.send(
            .init(
                method: .GET, path: "refunds",
                fields: [("payment_intent", intent), ("limit", "100"), ("expand[]", "data.balance_transaction")]),
            key: account.secretKey, to: account.processor)
        return list.data
    }

    func retrieveDispute(_ name: String) async throws(ProcessorFault) -> StripeDispute {
        try await caller.send(
            .init(method: .GET, path: "disputes/\(name)"), key: account.secretKey, to: account.processor)
    }

    func retrieveRefund(_ name: String) async throws(ProcessorFault) -> StripeRefund {
        try await caller.send(
            .init(method: .GET, path: "refunds/\(name)", fields: [Self.refundExpansion]), key: account.secretKey,
            to: account.processor)
    }

    func ask<Answer: Decodable & Sendable>(
        _ path: String, _ fields: [(String, String)], key: String
    ) async throws(ProcessorFault) -> Answer {
        try await caller.send(
            .init(method: .POST, path: path, fields: fields, idempotencyKey: key), key: account.secretKey,
            to: account.processor)
    }
}
