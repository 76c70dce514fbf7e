import Foundation
import Synchronization

/// Who asks, and for what: the key, the account that is acted on, the verb, and the parameters.
extension Sandbox {
    func prepare(_ request: SandboxRequest) throws(Refusal) -> Prepared {
        let holder = try holder(request)
        let account = try actedOn(request, holder)
        let segments = request.path.split(separator: "/").dropFirst().map(String.init)
        let verbs = Verb.all(at: segments).compactMap { verb in verb.match(segments).map { (verb, $0) } }
        guard let (verb, arguments) = verbs.first(where: { $0.0.method == request.method }) else {
            throw Refusal(
                status: 404, type: "invalid_request_error",
                message: "Unrecognized request URL (\(request.method): \(request.path)). Please see "
                    + "https://stripe.com/docs or we can help at https://support.stripe.com/.")
        }
        guard verb.isForBrowsers || !holder.isPublishable else {
            throw .unauthorized(
                "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a "
                    + "list of your API keys at https://dashboard.stripe.com/account/apikeys.",
                code: "secret_key_required")
        }
        let version = request.headers["stripe-version"] ?? APIVersion.current
        guard APIVersion.isWritten(version) else {
            throw .parameter(nil, "Invalid Stripe API version: \(version)")
        }
        var draft = CallDraft()
        draft.account = account
        draft.platform = holder.account
        draft.isPublishable = holder.isPublishable
        draft.arguments = arguments
        draft.parameters = try parameters(request)
        draft.idempotencyKey = request.headers["idempotency-key"]
        return Prepared(draft: draft, verb: verb, method: request.method, path: request.path, version: version)
    }

    private func parameters(_ request: SandboxRequest) throws(Refusal) -> Parameters {
        let type = request.headers["content-type"]?.prefix { $0 != ";" }.lowercased()
        guard request.body.isEmpty || type == nil || type == "application/x-www-form-urlencoded" else {
            throw .parameter(
                nil, "Invalid request (check that your POST content type is application/x-www-form-urlencoded).")
        }
        let fields = [request.query, request.method == "POST" ? request.body : ""].filter { !$0.isEmpty }
        guard var tree = FormTree(fields.joined(separator: "&")) else {
            throw .parameter(nil, "Invalid parameters: the form could not be read.")
        }
        // A browser's key may stand among the parameters.
        tree = tree.without(["key", "_stripe_account", "_stripe_version"])
        return Parameters(tree)
    }

    private func holder(_ request: SandboxRequest) throws(Refusal) -> KeyHolder {
        guard let key = key(request), !key.isEmpty else {
            throw .unauthorized(
                "You did not provide an API key. You need to provide your API key in the Authorization header, using "
                    + "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').")
        }
        let digest = World.digest(key)
        guard let holder = state.withLock({ $0.world.keyHolders[digest] }) else {
            let hidden = key.count > 12 ? "\(key.prefix(8))\(String(repeating: "*", count: 8))\(key.suffix(4))" : "****"
            throw .unauthorized("Invalid API Key provided: \(hidden)")
        }
        return holder
    }

    private func key(_ request: SandboxRequest) -> String? {
        guard let field = request.headers["authorization"] else {
            if case .text(let key) = FormTree(request.body)?["key"] { return key }
            return nil
        }
        let words = field.split(separator: " ", maxSplits: 1)
        guard words.count == 2 else { return nil }
        switch words[0].lowercased() {
        case "bearer": return String(words[1])
        case "basic":
            return Data(base64Encoded: String(words[1])).map {
                String(String(decoding: $0, as: UTF8.self).prefix { $0 != ":" })
            }
        default: return nil
        }
    }

    private func actedOn(_ request: SandboxRequest, _ holder: KeyHolder) throws(Refusal) -> String {
        guard let id = request.headers["stripe-account"], id != holder.account else { return holder.account }
        guard state.withLock({ $0.world.accounts[id]?.account }) == holder.account else {
            throw Refusal(
                status: 403, type: "invalid_request_error", code: "account_invalid",
                message: "The provided key does not have access to account '\(id)' (or that account does not exist). "
                    + "Application access may have been revoked.")
        }
        return id
    }
}
