import Payments
import Tenancy
import Vocabulary
import Web

/// Where a site's money is to go.
struct PaymentAccountInput: Input {
    let processor: Processor
    let publishableKey: String
    let secretKey: String

    static let form = Form<PaymentAccountInput>(
        "PaymentAccountRequest", Field("processor", Kind<Processor>.choice).or(.stripe),
        Field("publishable_key", .text(max: ConnectAccount.keyMax), "`pk_…`"),
        Field("secret_key", .text(max: ConnectAccount.keyMax), "`sk_…` or `rk_…`; told to nobody again.")
    ) { PaymentAccountInput(processor: $0, publishableKey: $1, secretKey: $2) }
}

extension PaymentsFeature {
    /// The account of whoever these keys belong to becomes the site's.
    ///
    /// Throws `PaymentError.invalid`, `.keyRefused`, `.processorRefused`, `.processorUnreachable`, `.accountUnknown`.
    func connect(_ input: PaymentAccountInput, to stage: some TenantStage) async throws -> ConnectedAccount {
        guard processors.contains(input.processor) else {
            let known = processors.map(\.rawValue)
            throw PaymentError.invalid([.init("/processor", "choice", ["choices": .list(known)])])
        }
        guard let url = Self.eventsURL(of: stage) else { throw PaymentError.accountUnknown }
        return try await connect.connect(
            .init(
                processor: input.processor, publishableKey: input.publishableKey, secretKey: input.secretKey,
                eventsURL: url),
            takesRealMoney: stage.profile.isIndexable, stage.auditActor, in: stage.scope)
    }

    /// Where the processor sends its events: on the site's own host.
    static func eventsURL(of stage: some TenantStage) -> String? {
        stage.arrival.base(of: stage.profile.definition).map { $0 + eventsPath }
    }
}

extension ConnectedAccount {
    /// Whether its money is money.
    enum Mode: String, CaseIterable {
        case sandbox, test, live
    }

    var mode: Mode { isLive ? .live : processor == .sandbox ? .sandbox : .test }
}
