/// Endpoints for events are made, changed, found, listed and deleted.
extension World {
    mutating func createEndpoint(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow("url", "enabled_events", "description", "metadata", "connect", "api_version")
        guard endpoints.ids(of: call.account).count < WebhookEndpoint.perAccountMax else {
            throw .state(nil, "You have reached the maximum of \(WebhookEndpoint.perAccountMax) webhook endpoints.")
        }
        let url = try Self.endpointURL(try parameters.required("url"))
        guard let types = try parameters.list("enabled_events"), !types.isEmpty else {
            throw .missingParameter("enabled_events")
        }
        let endpoint = WebhookEndpoint(
            id: call.mint.id("we"), account: call.account, created: call.now,
            secret: call.mint.id("whsec", 32), isForConnected: try parameters.flag("connect") ?? false, url: url,
            types: types, description: try parameters.given("description"), metadata: try parameters.metadata())
        endpoints.put(endpoint)
        return endpoint.json(withSecret: true)
    }

    mutating func updateEndpoint(_ call: Call) throws(Refusal) -> JSON {
        let parameters = call.parameters
        try parameters.allow("url", "enabled_events", "description", "metadata", "disabled")
        var endpoint = try endpoint(call)
        if let url = try parameters.given("url") { endpoint.url = try Self.endpointURL(url) }
        if let types = try parameters.list("enabled_events") { endpoint.types = types }
        if let disabled = try parameters.flag("disabled") { endpoint.isEnabled = !disabled }
        if let text = try parameters.text("description") { endpoint.description = text.isEmpty ? nil : text }
        endpoint.metadata = try parameters.metadata(endpoint.metadata)
        endpoints.put(endpoint)
        return endpoint.json()
    }

    mutating func deleteEndpoint(_ call: Call) throws(Refusal) -> JSON {
        let endpoint = try endpoint(call)
        endpoints.remove(endpoint.id)
        return ["id": .text(endpoint.id), "object": "webhook_endpoint", "deleted": true]
    }

    func retrieveEndpoint(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        return try endpoint(call).json()
    }

    func listEndpoints(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters)
        return try Page(call).json(endpoints, "/v1/webhook_endpoints", call) {
            _ in
            true
        } write: {
            $0.json()
        }
    }

    private func endpoint(_ call: Call) throws(Refusal) -> WebhookEndpoint {
        guard let endpoint = endpoints[call.id], endpoint.account == call.account else {
            throw .missing("webhook endpoint", call.id)
        }
        return endpoint
    }

    /// This machine only: the sandbox tells nobody else.
    private static func endpointURL(_ text: String) throws(Refusal) -> String {
        guard ReturnAddress.isLocal(text) else {
            throw .parameter(
                "url", "Invalid URL: the sandbox sends events to http addresses of this machine only.",
                code: "url_invalid")
        }
        return text
    }
}
