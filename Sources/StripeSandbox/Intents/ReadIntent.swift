/// What a request says about a payment intent, at its making and at later changes.
extension PaymentIntent {
    static let changeable = [
        "amount", "currency", "customer", "description", "metadata", "payment_method", "payment_method_data",
        "payment_method_options", "payment_method_types", "receipt_email", "setup_future_usage", "capture_method",
        "statement_descriptor", "statement_descriptor_suffix", "transfer_group",
    ]
    static let makeable =
        changeable + [
            "automatic_payment_methods", "confirm", "confirmation_method", "error_on_requires_action", "off_session",
            "return_url", "use_stripe_sdk",
        ]
    static let descriptorMax = 22

    /// All but amount and currency, customer and method, which need more than the request to be judged.
    mutating func read(_ parameters: Parameters) throws(Refusal) {
        metadata = try parameters.metadata(metadata)
        if let text = try parameters.text("description", max: 1_000) { description = text.isEmpty ? nil : text }
        if let text = try parameters.text("receipt_email") { receiptEmail = text.isEmpty ? nil : text }
        if let text = try parameters.text("transfer_group") { transferGroup = text.isEmpty ? nil : text }
        if let text = try parameters.text("statement_descriptor", max: Self.descriptorMax) {
            guard text.isEmpty else {
                throw .parameter(
                    "statement_descriptor",
                    "The `statement_descriptor` parameter is not supported for cards. Use "
                        + "`statement_descriptor_suffix` instead.")
            }
            descriptor = nil
        }
        if let text = try parameters.text("statement_descriptor_suffix", max: Self.descriptorMax) {
            descriptorSuffix = text.isEmpty ? nil : text
        }
        if let choice = try parameters.choice("capture_method", Capture.self) { capture = choice }
        if let choice = try parameters.choice("confirmation_method", Confirmation.self) { confirmation = choice }
        if parameters.has("setup_future_usage") {
            futureUse = try parameters.choice("setup_future_usage", FutureUse.self)
        }
        try readMethods(parameters)
    }

    private mutating func readMethods(_ parameters: Parameters) throws(Refusal) {
        if let automatic = try parameters.inside("automatic_payment_methods") {
            try automatic.allow("enabled", "allow_redirects")
            isAutomatic = try automatic.flag("enabled") ?? false
            if let redirects = try automatic.given("allow_redirects") {
                guard ["always", "never"].contains(redirects) else {
                    throw .parameter(
                        "automatic_payment_methods[allow_redirects]",
                        "Invalid allow_redirects: must be one of always or never")
                }
                allowsRedirects = redirects == "always"
            }
        }
        if let types = try parameters.list("payment_method_types") {
            guard types == ["card"] else {
                throw .parameter(
                    "payment_method_types", "The sandbox knows payment methods of the type `card` only.")
            }
            guard !parameters.has("automatic_payment_methods") else {
                throw .parameter(
                    "payment_method_types",
                    "You may only specify one of these parameters: automatic_payment_methods, payment_method_types.")
            }
            isAutomatic = false
        }
        guard let options = try parameters.inside("payment_method_options") else { return }
        try options.allow("card")
        guard let card = try options.inside("card") else { return }
        try card.allow("request_three_d_secure", "capture_method")
        if let choice = try card.choice("request_three_d_secure", AskHolder.self) { askHolder = choice }
        if let choice = try card.choice("capture_method", Capture.self) { capture = choice }
    }
}
