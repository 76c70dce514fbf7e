import Foundation

/// Accounts are connected to a merchant's, so that money can be sent to them.
extension World {
    static let accountParameters = ["email", "metadata", "business_profile", "capabilities"]

    /// One's own, when no other is named.
    func retrieveAccount(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        if call.arguments.isEmpty { return accounts[call.account]?.json() ?? .null }
        return try connected(call).json()
    }

    mutating func createAccount(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow(
            Self.accountParameters + [
                "type", "country", "default_currency", "business_type", "controller", "tos_acceptance",
                "external_account", "individual", "company", "settings",
            ])
        let type = try parameters.given("type") ?? "none"
        guard ["express", "custom", "standard", "none"].contains(type) else {
            throw .parameter("type", "Invalid type: must be one of standard, express, or custom")
        }
        let country = try parameters.given("country") ?? accounts[call.platform]?.country ?? "DE"
        let currency = try parameters.given("default_currency") ?? accounts[call.platform]?.currency ?? "eur"
        var account = Account(
            id: call.mint.id("acct", 16), account: call.platform, created: call.now, name: "", country: country,
            currency: try StripeCurrency(currency, param: "default_currency").code, type: type)
        account.name = account.id
        (account.wantsTransfers, account.wantsCards) = (type == "none", false)
        // Everybody but a custom account is asked for the rest by pages of Stripe's own.
        account.hasSubmittedDetails = type == "custom" && parameters.has("tos_acceptance")
        account.isEnabled = account.hasSubmittedDetails
        try read(&account, parameters)
        accounts.put(account)
        emit("account.updated", account.json(), call, of: account.id)
        return account.json()
    }

    mutating func updateAccount(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Self.accountParameters + ["tos_acceptance", "external_account", "settings"])
        var account = try connected(call)
        try read(&account, call.parameters)
        if account.type == "custom", call.parameters.has("tos_acceptance") {
            (account.hasSubmittedDetails, account.isEnabled) = (true, true)
        }
        accounts.put(account)
        emit("account.updated", account.json(), call, of: account.id)
        return account.json()
    }

    mutating func deleteAccount(_ call: Call) throws(Refusal) -> JSON {
        let account = try connected(call)
        guard balance(of: account.id, now: call.now).values.allSatisfy({ $0 == (0, 0) }) else {
            throw .state("account_invalid", "You can only delete accounts with a balance of zero.")
        }
        accounts.remove(account.id)
        return ["id": .text(account.id), "object": "account", "deleted": true]
    }

    func listAccounts(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters)
        return try Page(call).json(accounts, "/v1/accounts", call) {
            $0.isConnected
        } write: {
            $0.json()
        }
    }

    /// Where the account's holder goes to say who they are.
    func createAccountLink(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow("account", "type", "return_url", "refresh_url", "collection_options", "collect")
        let id = try parameters.required("account")
        guard let account = accounts[id], account.account == call.platform, account.isConnected else {
            throw .missing("account", id, param: "account").asParameter()
        }
        let back = try parameters.required("return_url")
        guard ReturnAddress.isWritten(back) else {
            throw .parameter("return_url", "Not a valid URL", code: "url_invalid")
        }
        let query = back.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return [
            "object": "account_link", "created": .int(call.now), "expires_at": .int(call.now + 300),
            "url": .text("\(call.baseURL)/connect/\(account.id)?return_url=\(query)"),
        ]
    }

    private mutating func read(_ account: inout Account, _ parameters: Parameters) throws(Refusal) {
        account.metadata = try parameters.metadata(account.metadata)
        if let email = try parameters.given("email") { account.email = email }
        if let profile = try parameters.inside("business_profile"), let name = try profile.given("name") {
            account.name = name
        }
        guard let wanted = try parameters.inside("capabilities") else { return }
        try wanted.allow("transfers", "card_payments")
        if let transfers = try wanted.inside("transfers") {
            account.wantsTransfers = try transfers.flag("requested") ?? false
        }
        if let cards = try wanted.inside("card_payments") {
            account.wantsCards = try cards.flag("requested") ?? false
        }
    }

    private func connected(_ call: Call) throws(Refusal) -> Account {
        guard let account = accounts[call.id], account.account == call.platform else {
            throw Refusal(
                status: 403, type: "invalid_request_error", code: "account_invalid",
                message: "The provided key does not have access to account '\(call.id)' (or that account does not "
                    + "exist). Application access may have been revoked.")
        }
        return account
    }
}
