package import Foundation
import NIOHTTP1
import Postgres
package import Tenancy
package import Vocabulary

/// Says where a partner's money goes: its keys are tried at the processor, which is told where to send its events, and
/// then kept under seal.
package struct ConnectAccount: Sendable {
    package static let keyMax = 255

    let parts: PaymentParts

    package struct Wish: Sendable {
        package let processor: Processor
        package let publishableKey: String
        package let secretKey: String
        /// Where the processor sends its events: on the partner's own host.
        package let eventsURL: String

        package init(processor: Processor, publishableKey: String, secretKey: String, eventsURL: String) {
            self.processor = processor
            self.publishableKey = publishableKey
            self.secretKey = secretKey
            self.eventsURL = eventsURL
        }

        var isLive: Bool { Self.isLive(secretKey) }

        static func isLive(_ key: String) -> Bool { key.wholeMatch(of: /(sk|rk)_live_.+/) != nil }
    }

    /// Nothing is asked where the same keys are connected already.
    ///
    /// Throws `PaymentError.invalid` for keys that are none, that do not belong together, or are for real money on a
    /// site that may not take any; `.keyRefused`, `.processorUnreachable`, or `PostgresError`.
    @discardableResult
    package func connect(
        _ wish: Wish, takesRealMoney: Bool, _ actor: AuditActor, in scope: TenantScope
    ) async throws -> ConnectedAccount {
        try Self.check(wish, takesRealMoney: takesRealMoney)
        let key = try await parts.dataKeys.key(of: scope.tenant)
        let before = try await scope.run(AccountStore.find).first
        // One that does not open any more is mended by what is connected now.
        let known = before.flatMap { row in try? PaymentAccount.opened(row, key) }
        if let known, known.processor == wish.processor, known.secretKey == wish.secretKey,
            known.publishableKey == wish.publishableKey
        {
            return ConnectedAccount(known)
        }
        let new: NewPaymentAccount
        do throws(ProcessorFault) { new = try await introduce(wish) } catch { throw PaymentError(error) }
        let entry = AuditEntry(
            action: "payment_account.connect", actor: actor, subjectKind: "payment_account", subjectID: new.name,
            before: try before.map { try ConnectedAccount($0) }.map { Self.told($0.processor, $0.name, $0.isLive) },
            after: Self.told(new.processor, new.name, new.isLive))
        let rows = try await scope.run([
            try AccountStore.put(new, key), parts.audit.statement(entry, tenant: scope.tenant),
            "select tenancy.announce_site()", AccountStore.find,
        ])
        return try ConnectedAccount(rows[3].only())
    }

    /// Whether a processor may be connected without taking another one's place.
    package func isFree(for processor: Processor, in scope: TenantScope) async throws -> Bool {
        guard let row = try await scope.run(AccountStore.exists).first else { return true }
        return try row.get("processor", as: String.self) == processor.rawValue
    }

    /// Nothing is sold any more that is paid in advance. What is on its way is gone on with when there is an account
    /// again.
    ///
    /// Throws `PaymentError.accountUnknown`.
    package func disconnect(_ actor: AuditActor, in scope: TenantScope) async throws {
        try await scope.transaction { tx in
            guard let row = try await tx.run(AccountStore.delete).first else { throw PaymentError.accountUnknown }
            let entry = AuditEntry(
                action: "payment_account.disconnect", actor: actor, subjectKind: "payment_account",
                subjectID: try row.get("account_name"))
            _ = try await tx.run([
                parts.audit.statement(entry, tenant: tx.tenant), "select tenancy.announce_site()",
            ])
        }
    }

    /// Throws `PaymentError.accountUnknown`.
    package func account(in scope: TenantScope) async throws -> ConnectedAccount {
        guard let row = try await scope.run(AccountStore.find).first else { throw PaymentError.accountUnknown }
        return try ConnectedAccount(row)
    }

    private static func check(_ wish: Wish, takesRealMoney: Bool) throws(PaymentError) {
        var faults: [Problem.Fault] = []
        guard let secret = wish.secretKey.wholeMatch(of: /(sk|rk)_(test|live)_[A-Za-z0-9_]{8,200}/) else {
            throw .invalid([.init("/secret_key", "format", ["expected": .text("sk_…")])])
        }
        if let shown = wish.publishableKey.wholeMatch(of: /pk_(test|live)_[A-Za-z0-9_]{8,200}/) {
            if shown.1 != secret.2 { faults.append(.init("/publishable_key", "payment_keys_differ")) }
        } else {
            faults.append(.init("/publishable_key", "format", ["expected": .text("pk_…")]))
        }
        if wish.isLive, !takesRealMoney || wish.processor == .sandbox {
            faults.append(.init("/secret_key", "payment_real_money"))
        }
        guard faults.isEmpty else { throw .invalid(faults) }
    }

    /// Asks who the key belongs to, and makes the endpoint of our events, in place of one of the same address: its
    /// secret is told only once.
    private func introduce(_ wish: Wish) async throws(ProcessorFault) -> NewPaymentAccount {
        let (key, to) = (wish.secretKey, wish.processor)
        let account: StripeAccount = try await parts.caller.send(
            .init(method: .GET, path: "account"), key: key, to: to)
        let list: StripeList<StripeEndpoint> = try await parts.caller.send(
            .init(method: .GET, path: "webhook_endpoints", fields: [("limit", "100")]), key: key, to: to)
        for old in list.data where old.url == wish.eventsURL {
            let _: StripeDeleted = try await parts.caller.send(
                .init(method: .DELETE, path: "webhook_endpoints/\(old.id)"), key: key, to: to)
        }
        let endpoint: StripeEndpoint = try await parts.caller.send(
            .init(
                method: .POST, path: "webhook_endpoints",
                fields: [("url", wish.eventsURL)] + ProcessorEvent.kinds.map { ("enabled_events[]", $0) }),
            key: key, to: to)
        guard let secret = endpoint.secret else { throw .unknown("an endpoint without its secret") }
        return NewPaymentAccount(
            processor: to, publishableKey: wish.publishableKey, secretKey: key, signingSecret: secret,
            name: account.id, isLive: wish.isLive)
    }

    private static func told(_ processor: Processor, _ name: String, _ isLive: Bool) -> JSONText {
        JSONText(
            #"{"processor":"\#(processor.rawValue)","account":"\#(name.filter(\.isLetterOrDigit))","live":\#(isLive)}"#)
    }
}

extension Character {
    fileprivate var isLetterOrDigit: Bool { isASCII && (isLetter || isNumber || self == "_") }
}

/// A partner's account without what is secret about it.
package struct ConnectedAccount: Hashable, Sendable {
    package let processor: Processor
    package let publishableKey: String
    package let name: String
    package let isLive: Bool
    package let connectedAt: Date

    init(_ row: Row) throws {
        guard let processor = Processor(rawValue: try row.get("processor")) else {
            throw PaymentRowFault(column: "processor")
        }
        self.processor = processor
        publishableKey = try row.get("publishable_key")
        name = try row.get("account_name")
        isLive = try row.get("is_live")
        connectedAt = try row.get("connected_at")
    }

    init(_ account: PaymentAccount) {
        processor = account.processor
        publishableKey = account.publishableKey
        name = account.name
        isLive = account.isLive
        connectedAt = account.connectedAt
    }
}
