import HTTPTypes
import Payments
import Tenancy
import Vocabulary
import Web

/// Where a site's money goes, for programs of its staff.
struct AdminAccountRoutes: Sendable {
    let parts: AdminParts

    var routes: [Route] {
        let options = RouteOptions(tag: "payments")
        let unknown = Route.Refusal(404, "payment.account_unknown")
        let gives = [RouteOutput.json(PaymentAccountAnswer.schema)]
        return [
            Route(
                .get, "/api/admin/payment-account", .staff(.finance, .read), "Where the site's money goes",
                gives: gives, refuses: [unknown], options: options
            ) { (_: NoInput, context: StaffContext) in
                try PaymentAccountAnswer.of(
                    try await parts.payments.connect.account(in: context.scope), context)
            },
            Route(
                .put, "/api/admin/payment-account", .staff(.finance, .write),
                "Says where the site's money goes; the keys are tried at the processor before they are kept",
                gives: gives,
                refuses: [
                    unknown, .init(409, "payment.key_refused"), .init(409, "payment.not_available"),
                    .init(502, "payment.processor_refused"), .init(503, "payment.processor_unreachable"),
                ], options: options
            ) { (input: PaymentAccountInput, context: StaffContext) in
                try PaymentAccountAnswer.of(try await parts.payments.connect(input, to: context), context)
            },
            Route(
                .delete, "/api/admin/payment-account", .staff(.finance, .write),
                "Nothing is sold any more that is paid in advance", gives: [.noContent], refuses: [unknown],
                options: options
            ) { (_: NoInput, context: StaffContext) in
                try await parts.payments.connect.disconnect(context.auditActor, in: context.scope)
                return .noContent
            },
        ]
    }
}

/// An account without what is secret about it.
struct PaymentAccountAnswer: JSONWritable {
    static let schema = Schema.object(
        "PaymentAccount",
        [
            .init("processor", .choice(Processor.allCases.map(\.rawValue))),
            .init("mode", .choice(ConnectedAccount.Mode.allCases.map(\.rawValue))), .init("account", .text),
            .init("publishable_key", .text), .init("connected_at", .instant),
            .init("events_url", .nullable(.text.annotated("Where the processor sends its events."))),
        ], closed: true)

    let account: ConnectedAccount
    let eventsURL: String?

    static func of(_ account: ConnectedAccount, _ stage: some TenantStage) throws -> Answer {
        .json(PaymentAccountAnswer(account: account, eventsURL: PaymentsFeature.eventsURL(of: stage)), cache: .never)
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("processor", account.processor.rawValue)
            json.member("mode", account.mode.rawValue)
            json.member("account", account.name)
            json.member("publishable_key", account.publishableKey)
            json.member("connected_at", account.connectedAt)
            json.member("events_url", eventsURL)
        }
    }
}
