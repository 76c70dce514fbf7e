import Foundation
import Synchronization

/// The card form, for one payment intent: it works without script, in a frame or as a page of its own.
extension Sandbox {
    func payPage(_ visit: PageVisit) async -> SandboxAnswer {
        guard let shown = shown(byClientSecret: visit.name) else { return visit.notice(404, visit.words.unknown) }
        guard let back = visit.query.value("return_url"), ReturnAddress.isAllowed(back, origins: shown.origins) else {
            return visit.notice(400, visit.words.notAllowed)
        }
        switch shown.intent.status {
        case .requiresPaymentMethod, .requiresConfirmation, .requiresAction: break
        default: return leadBack(shown.intent, back)
        }
        guard visit.isPost else { return cardForm(shown.intent, visit, back, nil) }
        do {
            let confirmed = try await confirm(shown, visit, back)
            return confirmed.status == .requiresAction
                ? redirect(
                    "/3ds/\(confirmed.clientSecret)\(visit.query.value("lang").map { "?lang=\(PageWords.of([$0]).language)" } ?? "")"
                )
                : leadBack(confirmed, back)
        } catch let refusal as Refusal {
            guard let now = self.shown(byClientSecret: visit.name) else {
                return visit.notice(404, visit.words.unknown)
            }
            return cardForm(now.intent, visit, back, refusal.declineCode ?? refusal.code ?? "other")
        } catch {
            return refused(error)
        }
    }

    private func confirm(_ shown: ShownIntent, _ visit: PageVisit, _ back: String) async throws -> PaymentIntent {
        let expiry = (visit.form.value("expiry") ?? "").split { !$0.isASCII || !$0.isNumber }.map(String.init)
        var fields = [
            ("type", "card"), ("card[number]", visit.form.value("number") ?? ""),
            ("card[exp_month]", expiry.first ?? ""), ("card[exp_year]", expiry.count > 1 ? expiry[1] : ""),
            ("card[cvc]", visit.form.value("cvc") ?? ""),
        ]
        if let name = visit.form.value("name"), !name.isEmpty { fields.append(("billing_details[name]", name)) }
        let data = FormTree(fields: fields) ?? .empty
        var draft = CallDraft()
        (draft.account, draft.platform) = (shown.intent.account, shown.intent.account)
        var wish = ConfirmationWish()
        wish.returnURL = back
        return try await change(draft) { [wish] world, call in
            guard var intent = world.intents[shown.intent.id] else {
                throw Refusal.missing("payment_intent", shown.intent.id)
            }
            try world.expectConfirmable(intent)
            try world.choose(
                &intent, Parameters(.branch([FormTree.Branch(name: "payment_method_data", tree: data)])), call)
            return try world.confirm(intent, wish, call)
        }
    }

    private func cardForm(
        _ intent: PaymentIntent, _ visit: PageVisit, _ back: String, _ given: String?
    ) -> SandboxAnswer {
        let words = visit.words
        let code = given ?? (visit.isPost ? nil : intent.lastError.flatMap(Self.code))
        let fault: HTML =
            code.map { "<p class=\"fault\" role=\"alert\" id=\"fault\">\(words.fault($0))</p>" } ?? ""
        let described: HTML = code == nil ? "" : " aria-describedby=\"fault\""
        let content: HTML = """
            <p class="amount"><bdi>\(intent.stripeCurrency.text(intent.amount))</bdi></p>
            <p class="test">\(words.test)</p>
            \(fault)
            <form method="post" action="\(visit.action("return_url"))">
            <label>\(words.cardNumber)<input name="number" inputmode="numeric" autocomplete="cc-number" maxlength="23" dir="ltr" required\(described)></label>
            <label>\(words.expiry)<input name="expiry" inputmode="numeric" autocomplete="cc-exp" maxlength="7" dir="ltr" required></label>
            <label>\(words.securityCode)<input name="cvc" inputmode="numeric" autocomplete="cc-csc" maxlength="4" dir="ltr" required></label>
            <label>\(words.name)<input name="name" autocomplete="cc-name" maxlength="100"></label>
            <button>\(words.payButton) <bdi>\(intent.stripeCurrency.text(intent.amount))</bdi></button>
            </form>
            <p><a href="\(Self.address(back, intent, "failed"))">\(words.cancel)</a></p>
            """
        return PageFrame.answer(
            code == nil ? 200 : 402, words.pay, words,
            formTargets: [ReturnAddress.origin(of: back)].compactMap(\.self), content)
    }

    /// Where Stripe leads: the merchant's page, with what it needs to look the payment up.
    func leadBack(_ intent: PaymentIntent, _ back: String) -> SandboxAnswer {
        let outcome =
            switch intent.status {
            case .succeeded, .requiresCapture: "succeeded"
            case .processing: "pending"
            default: "failed"
            }
        return redirect(Self.address(back, intent, outcome))
    }

    func redirect(_ address: String) -> SandboxAnswer {
        SandboxAnswer(303, [("location", address), ("cache-control", "no-store"), ("referrer-policy", "no-referrer")])
    }

    private static func address(_ back: String, _ intent: PaymentIntent, _ outcome: String) -> String {
        ReturnAddress.adding(
            [
                ("payment_intent", intent.id), ("payment_intent_client_secret", intent.clientSecret),
                ("redirect_status", outcome),
            ], to: back)
    }

    /// The code inside a kept error.
    private static func code(_ error: String) -> String? {
        struct Kept: Decodable {
            let code: String?
            let decline_code: String?
        }
        return (try? JSONDecoder().decode(Kept.self, from: Data(error.utf8))).flatMap { $0.decline_code ?? $0.code }
    }

    struct ShownIntent: Sendable {
        let intent: PaymentIntent
        let origins: [String]
    }

    func shown(byClientSecret secret: String) -> ShownIntent? {
        guard let end = secret.range(of: "_secret_") else { return nil }
        let id = String(secret[..<end.lowerBound])
        return state.withLock { state in
            guard let intent = state.world.intents[id], intent.clientSecret == secret else { return nil }
            return ShownIntent(intent: intent, origins: state.world.accounts[intent.account]?.origins ?? [])
        }
    }
}
