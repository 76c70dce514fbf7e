import Synchronization
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import StripeSandbox

/// Whatever is done in whatever order, the money adds up; and a new start knows all of it.
@Suite("The sandbox's money")
struct MoneyPropertyTests {
    static let runs = ProcessInfo.processInfo.environment["TRAVELHUB_SOAK"] == "1" ? 200 : 12
    static let steps = 120

    @Test("Balances are captures less refunds, fees, disputes, transfers and payouts", arguments: 1...runs)
    func addsUp(seed: Int) async throws {
        let directory = try TestDirectory.scratch()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var before: [JournalChange] = []
        do {
            let shop = try await Shop.open(directory: directory, secrets: Shop.secrets(seed: UInt64(seed)))
            var play = MoneyPlay(shop: shop, generator: SeededGenerator(seed: UInt64(seed)))
            try await play.begin()
            for step in 0..<Self.steps {
                let did = await play.step()
                let faults = shop.sandbox.state.withLock { Self.faults($0.world) }
                try #require(faults.isEmpty, "seed \(seed), step \(step), \(did): \(faults)")
            }
            await shop.sandbox.close()
            before = try shop.sandbox.state.withLock { try $0.world.everything(encoder) }
        }
        let again = try await Shop.open(directory: directory, secrets: Shop.secrets(seed: 99))
        let after = try again.sandbox.state.withLock { try $0.world.everything(encoder) }
        #expect(before == after, "seed \(seed)")
    }

    /// What is not as it has to be.
    static func faults(_ world: World) -> [String] {
        var faults: [String] = []
        for account in world.accounts.records.keys {
            for (currency, totals) in world.totals(of: account) where totals.balance != totals.expectedBalance {
                faults.append("\(account) \(currency): \(totals)")
            }
        }
        for charge in world.charges.records.values {
            let refunded = world.refunds.records.values
                .filter { $0.charge == charge.id && $0.status != .failed }.reduce(0) { $0 + $1.amount }
            if refunded != charge.amountRefunded || refunded > charge.amountCaptured
                || charge.amountCaptured > charge.amount
            {
                faults.append("\(charge.id): captured \(charge.amountCaptured), refunded \(refunded)")
            }
        }
        for intent in world.intents.records.values {
            let charges = world.charges.records.values.filter { $0.intent == intent.id && $0.isCaptured }
            let received = charges.reduce(0) { $0 + $1.amountCaptured }
            if charges.count > 1 || received != intent.amountReceived || (received > 0) != (intent.status == .succeeded)
            {
                faults.append("\(intent.id): \(intent.status), \(received) of \(intent.amountReceived)")
            }
        }
        for transfer in world.transfers.records.values where transfer.amountReversed > transfer.amount {
            faults.append("\(transfer.id): reversed \(transfer.amountReversed) of \(transfer.amount)")
        }
        return faults
    }
}

/// A merchant who does anything at any time.
struct MoneyPlay {
    let shop: Shop
    var generator: SeededGenerator
    private var account = ""
    private var ids: [String: [String]] = [:]

    init(shop: Shop, generator: SeededGenerator) {
        self.shop = shop
        self.generator = generator
    }

    mutating func begin() async throws {
        account = await shop.post(
            "/v1/accounts", "type=custom&capabilities[transfers][requested]=true&tos_acceptance[date]=1"
        ).id
    }

    /// - Returns: what was done, for whoever looks for the step that went wrong.
    mutating func step() async -> String {
        let amount = Int.random(in: 1...300, using: &generator) * 100
        let currency = pick(["eur", "eur", "jpy", "kwd"])
        let told: Told
        let what = Int.random(in: 0..<14, using: &generator)
        switch what {
        case 0...3:
            let cards = [
                "visa", "bypassPending", "bypassPending", "chargeDeclined", "createDispute", "pendingRefund",
                "refundFail", "threeDSecure2Required", "createDisputeInquiry",
            ]
            let capture = pick(["automatic", "manual"])
            told = await shop.pay(
                amount, currency, card: "pm_card_\(pick(cards))", more: "&capture_method=\(capture)")
            keep("intent", told.id.isEmpty ? told.text("error.payment_intent.id") : told.id)
            keep("charge", told.text("latest_charge"))
        case 4:
            told = await shop.post("/v1/payment_intents/\(one("intent"))/capture", maybe("amount_to_capture", amount))
        case 5: told = await shop.post("/v1/payment_intents/\(one("intent"))/cancel")
        case 6, 7:
            told = await shop.post("/v1/refunds", "payment_intent=\(one("intent"))&\(maybe("amount", amount))")
            keep("refund", told.id)
        case 8:
            let outcome = pick(["complete", "fail"])
            told = await shop.control(
                "POST", "payment_intents/\(one("intent"))/challenge", #"{"outcome":"\#(outcome)"}"#)
        case 9:
            told = await shop.control("POST", "charges/\(one("charge"))/dispute", "{}")
            keep("dispute", told.id)
        case 10:
            let noun = pick(["disputes", "refunds", "payouts"])
            let outcomes = [
                "disputes": ["won", "lost"], "refunds": ["succeed", "fail"], "payouts": ["paid", "failed"],
            ]
            let outcome = pick(outcomes[noun] ?? [])
            told = await shop.control("POST", "\(noun)/\(one(String(noun.dropLast())))", #"{"outcome":"\#(outcome)"}"#)
        case 11:
            told = await shop.post("/v1/transfers", "amount=\(amount)&currency=\(currency)&destination=\(account)")
            keep("transfer", told.id)
        case 12:
            let isReversal = Bool.random(using: &generator)
            told =
                isReversal
                ? await shop.post("/v1/transfers/\(one("transfer"))/reversals", maybe("amount", amount))
                : await shop.post(
                    "/v1/payouts", "amount=\(amount)&currency=\(currency)", account: pick([account, nil]))
            if !isReversal { keep("payout", told.id) }
        default:
            let seconds = pick([60, 3_600, 86_400, 8 * 86_400])
            told = await shop.control("POST", "clock", #"{"advance_seconds":\#(seconds)}"#)
        }
        return "\(what): \(told.status) \(told.body.prefix(300))"
    }

    private mutating func pick<T>(_ all: [T]) -> T { all[Int.random(in: 0..<all.count, using: &generator)] }

    private mutating func one(_ noun: String) -> String {
        guard let known = ids[noun], !known.isEmpty else { return "none" }
        return pick(known)
    }

    private mutating func keep(_ noun: String, _ id: String?) {
        if let id, !id.isEmpty { ids[noun, default: []].append(id) }
    }

    private mutating func maybe(_ name: String, _ amount: Int) -> String {
        Bool.random(using: &generator) ? "\(name)=\(amount)" : ""
    }
}
