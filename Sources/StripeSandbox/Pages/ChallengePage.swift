import Foundation
import Synchronization

/// The bank's question, 3-D Secure: the holder agrees or does not, and is led back to the merchant.
extension Sandbox {
    func challengePage(_ visit: PageVisit) async -> SandboxAnswer {
        if let shown = shown(byClientSecret: visit.name) { return await challenge(shown, visit) }
        guard let setup = setup(byClientSecret: visit.name) else { return visit.notice(404, visit.words.unknown) }
        return await challenge(setup, visit)
    }

    private func challenge(_ shown: ShownIntent, _ visit: PageVisit) async -> SandboxAnswer {
        let intent = shown.intent
        guard intent.status == .requiresAction, let challenge = intent.challenge else {
            return visit.notice(
                409,
                intent.status == .succeeded || intent.status == .requiresCapture ? visit.words.paid : visit.words.closed
            )
        }
        let back = challenge.returnURL
        if let back, !ReturnAddress.isAllowed(back, origins: shown.origins) {
            return visit.notice(400, visit.words.notAllowed)
        }
        guard visit.isPost, let agrees = Self.answer(visit) else {
            return question(visit, intent.stripeCurrency.text(intent.amount), back)
        }
        var draft = CallDraft()
        (draft.account, draft.platform) = (intent.account, intent.account)
        var after = intent
        do {
            after = try await change(draft) { world, call in
                guard let now = world.intents[intent.id] else { throw Refusal.missing("payment_intent", intent.id) }
                return try world.answerChallenge(now, agrees: agrees, call)
            }
        } catch let refusal as Refusal where refusal.keepsChanges {
            // The card was declined once its holder had agreed: the merchant is told by the intent.
            after.status = .requiresPaymentMethod
        } catch {
            return visit.notice(409, visit.words.closed)
        }
        guard let back else { return visit.notice(200, visit.words.done) }
        return leadBack(after, back)
    }

    private func challenge(_ setup: SetupIntent, _ visit: PageVisit) async -> SandboxAnswer {
        let origins = state.withLock { $0.world.accounts[setup.account]?.origins ?? [] }
        guard setup.status == .requiresAction, let challenge = setup.challenge else {
            return visit.notice(409, visit.words.closed)
        }
        if let back = challenge.returnURL, !ReturnAddress.isAllowed(back, origins: origins) {
            return visit.notice(400, visit.words.notAllowed)
        }
        guard visit.isPost, let agrees = Self.answer(visit) else {
            return question(visit, nil, challenge.returnURL)
        }
        var draft = CallDraft()
        (draft.account, draft.platform) = (setup.account, setup.account)
        let status: SetupIntent.Status? = try? await change(draft) { world, call in
            guard let now = world.setups[setup.id] else { throw Refusal.missing("setupintent", setup.id) }
            return try world.answerChallenge(now, agrees: agrees, call).status
        }
        guard let back = challenge.returnURL else { return visit.notice(200, visit.words.done) }
        return redirect(
            ReturnAddress.adding(
                [
                    ("setup_intent", setup.id), ("setup_intent_client_secret", setup.clientSecret),
                    ("redirect_status", status == .succeeded ? "succeeded" : "failed"),
                ], to: back))
    }

    private func question(_ visit: PageVisit, _ amount: String?, _ back: String?) -> SandboxAnswer {
        let words = visit.words
        let sum: HTML = amount.map { "<p class=\"amount\"><bdi>\($0)</bdi></p>" } ?? ""
        return PageFrame.answer(
            200, words.bank, words, formTargets: [back.flatMap(ReturnAddress.origin)].compactMap(\.self),
            """
            \(sum)
            <p>\(words.bankAsks)</p>
            <p class="test">3-D Secure 2</p>
            <form method="post" action="\(visit.action())">
            <button name="outcome" value="complete">\(words.complete)</button>
            <button class="other" name="outcome" value="fail">\(words.fail)</button>
            </form>
            """)
    }

    private static func answer(_ visit: PageVisit) -> Bool? {
        switch visit.form.value("outcome") {
        case "complete": true
        case "fail": false
        default: nil
        }
    }

    private func setup(byClientSecret secret: String) -> SetupIntent? {
        guard let end = secret.range(of: "_secret_") else { return nil }
        let id = String(secret[..<end.lowerBound])
        return state.withLock { state in
            state.world.setups[id].flatMap { $0.clientSecret == secret ? $0 : nil }
        }
    }
}
