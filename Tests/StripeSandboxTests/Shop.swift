import Foundation
import Synchronization
import TestSupport
import Vocabulary

@testable import StripeSandbox

/// A merchant at a sandbox of its own, who asks it without a wire between.
struct Shop: Sendable {
    static let controlToken = "the control token of the tests"

    let sandbox: Sandbox
    let clock: ManualClock
    let key: String

    /// - Parameter secrets: foreseeable, so that a failing run can be had again.
    static func open(
        _ name: String = "aurelia", directory: String? = nil, clock: ManualClock = ManualClock(),
        secrets: SecretSource = Shop.secrets(seed: 1)
    ) async throws -> Shop {
        let sandbox = try Sandbox(
            directory: directory, controlToken: controlToken, clock: clock.wallClock, secrets: secrets)
        let account = try await sandbox.openAccount(name)
        return Shop(sandbox: sandbox, clock: clock, key: account.secretKey)
    }

    static func secrets(seed: UInt64) -> SecretSource {
        let generator = Mutex(SeededGenerator(seed: seed))
        return SecretSource { count in
            generator.withLock { generator in
                (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            }
        }
    }

    /// Another merchant at the same sandbox.
    func neighbour(_ name: String) async throws -> Shop {
        Shop(sandbox: sandbox, clock: clock, key: try await sandbox.openAccount(name).secretKey)
    }

    func post(
        _ path: String, _ form: String = "", idempotencyKey: String? = nil, account: String? = nil
    ) async -> Told {
        var headers = ["authorization": "Bearer \(key)", "content-type": "application/x-www-form-urlencoded"]
        headers["idempotency-key"] = idempotencyKey
        headers["stripe-account"] = account
        return Told(await sandbox.answer(SandboxRequest("POST", path, headers: headers, body: form)))
    }

    func get(_ path: String, _ query: String = "", account: String? = nil) async -> Told {
        var headers = ["authorization": "Bearer \(key)"]
        headers["stripe-account"] = account
        return Told(await sandbox.answer(SandboxRequest("GET", path, query: query, headers: headers)))
    }

    @discardableResult
    func control(_ method: String, _ path: String, _ body: String = "", query: String = "") async -> Told {
        Told(
            await sandbox.answer(
                SandboxRequest(
                    method, "/_sandbox/\(path)", query: query,
                    headers: ["authorization": "Bearer \(Self.controlToken)"], body: body)))
    }

    /// A payment that is confirmed at once, by a card that needs no agreement.
    func pay(
        _ amount: Int, _ currency: String = "eur", card: String = "pm_card_visa", more: String = ""
    ) async -> Told {
        await post(
            "/v1/payment_intents",
            "amount=\(amount)&currency=\(currency)&payment_method=\(card)&confirm=true"
                + "&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never\(more)")
    }
}

/// An answer, with its members at hand.
struct Told: Sendable, Equatable {
    let answer: SandboxAnswer

    init(_ answer: SandboxAnswer) { self.answer = answer }

    var status: Int { answer.status }
    var body: String { answer.body }

    /// A member by its path: `error.code`, `data.0.id`.
    func text(_ path: String) -> String? { member(path) as? String }
    func number(_ path: String) -> Int? { (member(path) as? NSNumber)?.intValue }
    func count(_ path: String) -> Int? { (member(path) as? [Any])?.count }
    var id: String { text("id") ?? "" }
    var code: String? { text("error.code") }

    private func member(_ path: String) -> Any? {
        var value = try? JSONSerialization.jsonObject(with: Data(body.utf8))
        for name in path.split(separator: ".") {
            if let list = value as? [Any] {
                value = Int(name).flatMap { list.indices.contains($0) ? list[$0] : nil }
            } else {
                value = (value as? [String: Any])?[String(name)]
            }
        }
        return value
    }
}
