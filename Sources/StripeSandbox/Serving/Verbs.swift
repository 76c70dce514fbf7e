/// Everything of Stripe's interface that the sandbox knows, on one screen.
struct Verb: Sendable {
    let method: String
    let path: [String]
    /// With a publishable key and a client secret too.
    let isForBrowsers: Bool
    let run: @Sendable (inout World, Call) throws -> JSON

    init(
        _ method: String, _ path: String, isForBrowsers: Bool = false,
        _ run: @escaping @Sendable (inout World, Call) throws -> JSON
    ) {
        self.method = method
        self.path = path.split(separator: "/").map(String.init)
        self.isForBrowsers = isForBrowsers
        self.run = run
    }

    /// What stands in the places of `*`; nil when it is another path.
    func match(_ segments: [String]) -> [String]? {
        guard segments.count == path.count else { return nil }
        var arguments: [String] = []
        for (word, segment) in zip(path, segments) {
            if word == "*" { arguments.append(segment) } else if word != segment { return nil }
        }
        return arguments
    }

    static func all(at segments: [String]) -> [Verb] { segments.first.flatMap { byNoun[$0] } ?? [] }

    private static let byNoun = Dictionary(grouping: everything) { $0.path[0] }

    private static let everything = payments + people + money + connect + events

    private static let payments: [Verb] = [
        Verb("POST", "payment_intents") { try $0.createIntent($1) },
        Verb("GET", "payment_intents") { try $0.listIntents($1) },
        Verb("GET", "payment_intents/search") { try $0.searchIntents($1) },
        Verb("GET", "payment_intents/*", isForBrowsers: true) { try $0.retrieveIntent($1) },
        Verb("POST", "payment_intents/*") { try $0.updateIntent($1) },
        Verb("POST", "payment_intents/*/confirm", isForBrowsers: true) { try $0.confirmIntent($1) },
        Verb("POST", "payment_intents/*/capture") { try $0.captureIntent($1) },
        Verb("POST", "payment_intents/*/cancel") { try $0.cancelIntent($1) },
        Verb("GET", "charges") { try $0.listCharges($1) },
        Verb("GET", "charges/*") { try $0.retrieveCharge($1) },
        Verb("POST", "charges/*") { try $0.updateCharge($1) },
        Verb("GET", "charges/*/refunds") { try $0.listRefunds($1) },
        Verb("POST", "refunds") { try $0.createRefund($1) },
        Verb("GET", "refunds") { try $0.listRefunds($1) },
        Verb("GET", "refunds/*") { try $0.retrieveRefund($1) },
        Verb("POST", "refunds/*") { try $0.updateRefund($1) },
        Verb("GET", "disputes") { try $0.listDisputes($1) },
        Verb("GET", "disputes/*") { try $0.retrieveDispute($1) },
        Verb("POST", "disputes/*") { try $0.updateDispute($1) },
        Verb("POST", "disputes/*/close") { try $0.acceptDispute($1) },
    ]

    private static let people: [Verb] = [
        Verb("POST", "customers") { try $0.createCustomer($1) },
        Verb("GET", "customers") { try $0.listCustomers($1) },
        Verb("GET", "customers/*") { try $0.retrieveCustomer($1) },
        Verb("POST", "customers/*") { try $0.updateCustomer($1) },
        Verb("DELETE", "customers/*") { try $0.deleteCustomer($1) },
        Verb("GET", "customers/*/payment_methods") { try $0.listMethods($1) },
        Verb("POST", "payment_methods", isForBrowsers: true) { try $0.createMethod($1) },
        Verb("GET", "payment_methods") { try $0.listMethods($1) },
        Verb("GET", "payment_methods/*") { try $0.retrieveMethod($1) },
        Verb("POST", "payment_methods/*") { try $0.updateMethod($1) },
        Verb("POST", "payment_methods/*/attach") { try $0.attachMethod($1) },
        Verb("POST", "payment_methods/*/detach") { try $0.detachMethod($1) },
        Verb("POST", "setup_intents") { try $0.createSetup($1) },
        Verb("GET", "setup_intents") { try $0.listSetups($1) },
        Verb("GET", "setup_intents/*", isForBrowsers: true) { try $0.retrieveSetup($1) },
        Verb("POST", "setup_intents/*/confirm", isForBrowsers: true) { try $0.confirmSetup($1) },
        Verb("POST", "setup_intents/*/cancel") { try $0.cancelSetup($1) },
    ]

    private static let money: [Verb] = [
        Verb("GET", "balance") { try $0.retrieveBalance($1) },
        Verb("GET", "balance_transactions") { try $0.listMovements($1) },
        Verb("GET", "balance_transactions/*") { try $0.retrieveMovement($1) },
        Verb("POST", "payouts") { try $0.createPayout($1) },
        Verb("GET", "payouts") { try $0.listPayouts($1) },
        Verb("GET", "payouts/*") { try $0.retrievePayout($1) },
        Verb("POST", "payouts/*/cancel") { try $0.cancelPayout($1) },
    ]

    private static let connect: [Verb] = [
        Verb("GET", "account") { try $0.retrieveAccount($1) },
        Verb("POST", "accounts") { try $0.createAccount($1) },
        Verb("GET", "accounts") { try $0.listAccounts($1) },
        Verb("GET", "accounts/*") { try $0.retrieveAccount($1) },
        Verb("POST", "accounts/*") { try $0.updateAccount($1) },
        Verb("DELETE", "accounts/*") { try $0.deleteAccount($1) },
        Verb("POST", "account_links") { try $0.createAccountLink($1) },
        Verb("POST", "transfers") { try $0.createTransfer($1) },
        Verb("GET", "transfers") { try $0.listTransfers($1) },
        Verb("GET", "transfers/*") { try $0.retrieveTransfer($1) },
        Verb("POST", "transfers/*") { try $0.updateTransfer($1) },
        Verb("POST", "transfers/*/reversals") { try $0.reverseTransfer($1) },
        Verb("GET", "transfers/*/reversals") { try $0.listReversals($1) },
        Verb("GET", "transfers/*/reversals/*") { try $0.retrieveReversal($1) },
    ]

    private static let events: [Verb] = [
        Verb("GET", "events") { try $0.listEvents($1) },
        Verb("GET", "events/*") { try $0.retrieveEvent($1) },
        Verb("POST", "webhook_endpoints") { try $0.createEndpoint($1) },
        Verb("GET", "webhook_endpoints") { try $0.listEndpoints($1) },
        Verb("GET", "webhook_endpoints/*") { try $0.retrieveEndpoint($1) },
        Verb("POST", "webhook_endpoints/*") { try $0.updateEndpoint($1) },
        Verb("DELETE", "webhook_endpoints/*") { try $0.deleteEndpoint($1) },
    ]
}
