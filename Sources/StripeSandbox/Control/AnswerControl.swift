import Crypto
import Foundation

/// The sandbox's controls under `/_sandbox/`: what Stripe decides, and what goes wrong between here and there, on
/// request. Only whoever has the control token is heard.
extension Sandbox {
    func answerControl(_ request: SandboxRequest) async -> SandboxAnswer {
        guard isControlToken(request.headers["authorization"]) else {
            return .json(401, Refusal.unauthorized("The controls want `Authorization: Bearer <control token>`.").body)
        }
        let segments = request.path.split(separator: "/").dropFirst().map(String.init)
        do {
            return .json(200, try await control(request, segments))
        } catch {
            return refused(error)
        }
    }

    private func control(_ request: SandboxRequest, _ segments: [String]) async throws -> JSON {
        let noun = segments.first ?? ""
        switch (request.method, noun, segments.count) {
        case ("GET", "state", 1): return try await change(CallDraft()) { $0.stateJSON($1) }
        case ("GET", "totals", 1): return try await change(CallDraft()) { $0.totalsJSON($1) }
        case ("POST", "accounts", 1): return try await openAccount(request.body)
        case ("POST", "clock", 1): return try await advance(request.body)
        case ("POST", "reset", 1): return try await reset()
        case ("POST", "late_lines", 1): return try await controlLateLines(request.body)
        case (_, "faults", 1): return try controlFaults(request)
        case (_, "event_rules", 1): return try await controlEventRules(request)
        case ("GET", "deliveries", 1): return try await listDeliveries(request.query)
        case ("POST", "deliveries", 2) where segments[1] == "release": return try await release(request.body)
        case ("POST", "processing", 1):
            let count = try ControlRequest.read(ControlRequest.Count.self, request.body).count
            return try await change(CallDraft()) { world, _ in
                world.processingNext = count
                return ["processing": .int(count)]
            }
        case ("POST", _, 2...3): return try await decide(request, segments)
        default: throw Refusal(status: 404, type: "invalid_request_error", message: "There is no such control.")
        }
    }

    private func openAccount(_ body: String) async throws -> JSON {
        let asked = try ControlRequest.read(ControlRequest.NewAccount.self, body)
        let account = try await openAccount(
            asked.name, secretKey: asked.secretKey, country: asked.country ?? "DE", currency: asked.currency ?? "eur",
            origins: asked.origins ?? [])
        return [
            "id": .text(account.id), "name": .text(account.name), "secret_key": .text(account.secretKey),
            "publishable_key": .text(account.publishableKey),
        ]
    }

    private func advance(_ body: String) async throws -> JSON {
        let seconds = try ControlRequest.read(ControlRequest.Clock.self, body).advanceSeconds
        guard (0...10 * 366 * 86_400).contains(seconds) else {
            throw Refusal.parameter("advance_seconds", "The clock goes forward, by ten years at most.")
        }
        let ahead = try await change(CallDraft()) { world, call in
            let before = world.clocks[ClockSetting.theOne]?.aheadSeconds ?? 0
            world.clocks.put(
                ClockSetting(id: ClockSetting.theOne, account: "", created: call.now, aheadSeconds: before + seconds))
            return before + seconds
        }
        // Whatever that makes due happens now.
        return try await change(CallDraft()) { _, call in ["now": .int(call.now), "ahead_seconds": .int(ahead)] }
    }

    private func reset() async throws -> JSON {
        faults.clear()
        return try await change(CallDraft()) { world, _ in
            world.forgetAllButMerchants()
            return ["reset": true]
        }
    }

    private func isControlToken(_ field: String?) -> Bool {
        guard let field, field.hasPrefix("Bearer ") else { return false }
        // Two codes under a key of the moment: comparing them tells nothing of the token.
        let key = SymmetricKey(size: .bits256)
        func code(_ text: String) -> HMAC<SHA256>.MAC {
            HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
        }
        return code(String(field.dropFirst("Bearer ".count))) == code(controlToken)
    }
}

extension Sandbox {
    /// An account of a merchant's, by what a start or the controls say. Asked again, it is the same one.
    @discardableResult
    package func openAccount(
        _ name: String, secretKey: String? = nil, country: String = "DE", currency: String = "eur",
        origins: [String] = []
    ) async throws -> OpenedAccount {
        guard
            let keys = secretKey.map({ AccountKeys(secretKey: $0) })
                ?? AccountKeys(of: name, controlToken: controlToken)
        else { throw Refusal.parameter("secret_key", "A secret key is sk_test_ and 8 to 200 letters, digits or _.") }
        let code = try StripeCurrency(currency).code
        let allowed = origins.compactMap(ReturnAddress.origin)
        guard allowed.count == origins.count else {
            throw Refusal.parameter("origins", "An origin is http(s)://host[:port].")
        }
        let account = try await change(CallDraft()) { world, call in
            world.openAccount(name, keys, country: country, currency: code, origins: allowed, call)
        }
        return OpenedAccount(
            id: account.id, name: account.name, secretKey: account.secretKey ?? "",
            publishableKey: account.publishableKey ?? "")
    }
}

/// A merchant's account, for whoever opened it.
package struct OpenedAccount: Sendable, Equatable {
    package let id: String
    package let name: String
    package let secretKey: String
    package let publishableKey: String
}
