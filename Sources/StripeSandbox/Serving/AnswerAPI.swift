import Crypto
import Foundation
import Synchronization
import Vocabulary

/// The way of a request to Stripe's own interface: key, verb, idempotency key, faults that were asked for, the work,
/// its answer on disk, and only then the answer on the wire.
extension Sandbox {
    static let idempotencyKeyMax = 255

    func answerAPI(_ request: SandboxRequest) async -> SandboxAnswer {
        let requestID = Mint(secrets: secrets).id("req", 14)
        do {
            var prepared = try prepare(request)
            prepared.draft.requestID = requestID
            return sealed(await walk(prepared), prepared, requestID)
        } catch {
            return sealed(refused(error), nil, requestID)
        }
    }

    /// What is known of a request before any of it is carried out.
    struct Prepared: Sendable {
        var draft: CallDraft
        let verb: Verb
        let method: String
        let path: String
        let version: String

        /// Idempotency keys are of one account each.
        var scope: String? {
            guard method == "POST" else { return nil }
            return draft.idempotencyKey.map { Base32.encode(SHA256.hash(data: Data("\(draft.account) \($0)".utf8))) }
        }

        var fingerprint: String {
            let text = "\(method) \(path) \(draft.account) \(draft.parameters.tree.canonical)"
            return Base32.encode(SHA256.hash(data: Data(text.utf8)))
        }
    }

    private func walk(_ prepared: Prepared) async -> SandboxAnswer {
        let (method, path, account) = (prepared.method, prepared.path, prepared.draft.account)
        if let scope = prepared.scope {
            let kept: SandboxAnswer?
            do { kept = try await enter(scope, prepared) } catch { return refused(error) }
            if let kept {
                let fault = faults.take(method, path, account: account)
                return await spoiled(kept, by: fault)
            }
        }
        defer { if let scope = prepared.scope { leave(scope) } }
        let fault = faults.take(method, path, account: account)
        if let fault, fault.moment == .before, fault.effect != .delay { return await spoiled(fault.answer, by: fault) }
        if let fault, fault.effect == .delay, fault.moment == .before { await pause(fault.milliseconds) }
        let answer = await carryOut(prepared, insteadBy: fault?.moment == .kept ? fault : nil)
        return await spoiled(answer, by: fault?.moment == .before ? nil : fault)
    }

    private func carryOut(_ prepared: Prepared, insteadBy fault: FaultBook.Fault?) async -> SandboxAnswer {
        let (verb, scope, fingerprint) = (prepared.verb, prepared.scope, prepared.fingerprint)
        do {
            return try await change(prepared.draft) { world, call in
                if let fault {
                    if let scope { world.remember(fault.answer, scope, fingerprint, call) }
                    return fault.answer
                }
                do {
                    // In two steps: in one, what is expanded would be that of before.
                    let told = try verb.run(&world, call)
                    let answer = SandboxAnswer.json(200, try world.expand(told, call))
                    if let scope { world.remember(answer, scope, fingerprint, call) }
                    return answer
                } catch let refusal as Refusal where refusal.hasBegun {
                    // What was changed on the way is undone first: only the refusal is remembered.
                    if !refusal.keepsChanges { world.undo() }
                    let answer = SandboxAnswer.json(refusal.status, refusal.body)
                    if let scope { world.remember(answer, scope, fingerprint, call) }
                    return answer
                }
            }
        } catch {
            return refused(error)
        }
    }

    // MARK: Idempotency

    /// - Returns: the answer of before; nil for a key that is new, which is under way from here on.
    private func enter(_ scope: String, _ prepared: Prepared) async throws -> SandboxAnswer? {
        let key = prepared.draft.idempotencyKey ?? ""
        guard key.count <= Self.idempotencyKeyMax else {
            throw Refusal.parameter(nil, "Idempotency keys are at most \(Self.idempotencyKeyMax) characters long.")
        }
        let now = machineTime
        return try state.withLock { state in
            guard !state.inFlight.contains(scope) else {
                throw Refusal(
                    status: 409, type: "idempotency_error", code: "idempotency_key_in_use",
                    message: "There is currently another in-progress request using this Idempotent Key (that probably "
                        + "means you submitted twice, and the other request is still going through): \(key).")
            }
            let ahead = state.world.clocks[ClockSetting.theOne]?.aheadSeconds ?? 0
            if let kept = state.world.answers[scope], kept.created + KeptAnswer.seconds > now + ahead {
                guard kept.fingerprint == prepared.fingerprint else {
                    throw Refusal(
                        status: 400, type: "idempotency_error",
                        message: "Keys for idempotent requests can only be used with the same parameters they were "
                            + "first used with. Try using a key other than '\(key)' if you meant to execute a "
                            + "different request.")
                }
                var answer = SandboxAnswer.json(kept.status, .written(kept.body))
                answer.headers += [("idempotent-replayed", "true"), ("original-request", kept.requestID)]
                return answer
            }
            state.inFlight.insert(scope)
            return nil
        }
    }

    private func leave(_ scope: String) { _ = state.withLock { $0.inFlight.remove(scope) } }

    // MARK: Faults

    private func spoiled(_ answer: SandboxAnswer, by fault: FaultBook.Fault?) async -> SandboxAnswer {
        guard let fault else { return answer }
        var spoiled = answer
        switch fault.effect {
        case .status: return fault.answer
        case .drop: spoiled.ending = .dropped
        case .hang: spoiled.ending = .hanging
        case .delay: await pause(fault.milliseconds)
        }
        return spoiled
    }

    private func pause(_ milliseconds: Int) async { try? await Task.sleep(for: .milliseconds(milliseconds)) }

    // MARK: Answers

    func refused(_ error: any Error) -> SandboxAnswer {
        if let refusal = error as? Refusal { return .json(refusal.status, refusal.body) }
        let refusal = Refusal(status: 500, type: "api_error", message: "The sandbox failed: \(error)")
        return .json(500, refusal.body)
    }

    private func sealed(_ answer: SandboxAnswer, _ prepared: Prepared?, _ requestID: String) -> SandboxAnswer {
        var sealed = answer
        sealed.headers += [
            ("request-id", requestID), ("stripe-version", prepared?.version ?? APIVersion.current),
            ("cache-control", "no-cache, no-store"),
        ]
        if let key = prepared?.draft.idempotencyKey, prepared?.method == "POST",
            key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        {
            sealed.headers.append(("idempotency-key", key))
        }
        if let prepared, prepared.draft.account != prepared.draft.platform {
            sealed.headers.append(("stripe-account", prepared.draft.account))
        }
        if answer.status == 409 || answer.status == 429 { sealed.headers.append(("stripe-should-retry", "true")) }
        return sealed
    }
}

extension World {
    /// Keeps what a request with an idempotency key was answered, with the changes that it made.
    mutating func remember(_ answer: SandboxAnswer, _ scope: String, _ fingerprint: String, _ call: Call) {
        answers.put(
            KeptAnswer(
                id: scope, account: call.account, fingerprint: fingerprint, status: answer.status, body: answer.body,
                requestID: call.requestID, created: call.now))
        due.add((call.now + KeptAnswer.seconds) / 3_600 * 3_600 + 3_600)
    }
}
