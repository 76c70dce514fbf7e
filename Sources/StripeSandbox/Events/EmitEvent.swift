/// Events happen: each is kept, and goes to every endpoint that wants its kind.
extension World {
    /// - Parameter account: whose event it is, where that is not the account of the request.
    mutating func emit(_ type: String, _ object: JSON, _ call: Call, of account: String? = nil) {
        let owner = account ?? call.account
        guard let holder = accounts[owner] else { return }
        let event = Event(
            id: call.mint.id("evt"), account: owner, created: call.now, type: type,
            connected: holder.isConnected ? owner : nil, object: object.text,
            requestID: call.requestID.isEmpty ? nil : call.requestID, idempotencyKey: call.idempotencyKey)
        events.put(event)
        for endpoint in endpoints.all(of: owner) where !endpoint.isForConnected && endpoint.wants(type) {
            send(event, to: endpoint, call)
        }
        guard holder.isConnected else { return }
        for endpoint in endpoints.all(of: holder.account) where endpoint.isForConnected && endpoint.wants(type) {
            send(event, to: endpoint, call)
        }
    }

    func retrieveEvent(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow()
        guard let event = events[call.id], event.account == call.account else { throw .missing("event", call.id) }
        return event.json(pending: pending(event))
    }

    func listEvents(_ call: Call) throws(Refusal) -> JSON {
        try call.parameters.allow(Page.parameters + ["type", "types", "delivery_success"])
        let type = try call.parameters.given("type")
        let types = try call.parameters.list("types")
        return try Page(call).json(events, "/v1/events", call) { event in
            (type == nil || Self.matches(event.type, type ?? ""))
                && (types == nil || types?.contains(event.type) == true)
        } write: {
            $0.json(pending: pending($0))
        }
    }

    private func pending(_ event: Event) -> Int { event.deliveries.count { deliveries[$0]?.isOpen == true } }

    /// `charge.*` is every event of a charge.
    private static func matches(_ type: String, _ pattern: String) -> Bool {
        pattern.hasSuffix("*") ? type.hasPrefix(pattern.dropLast()) : type == pattern
    }

    private mutating func send(_ event: Event, to endpoint: WebhookEndpoint, _ call: Call) {
        guard let index = eventRules.firstIndex(where: { $0.covers(event.type, event.account) }) else {
            queue(event, endpoint, .waiting, call)
            return
        }
        eventRules[index].count -= 1
        switch eventRules[index].action {
        case .lose: queue(event, endpoint, .lost, call)
        case .hold: queue(event, endpoint, .held, call)
        case .delay: queue(event, endpoint, .waiting, after: eventRules[index].seconds, call)
        case .double:
            queue(event, endpoint, .waiting, call)
            queue(event, endpoint, .waiting, call)
        case .reorder:
            eventRules[index].kept.append(queue(event, endpoint, .held, call))
            if eventRules[index].count == 0 { release(eventRules[index].kept.reversed(), call) }
        }
        eventRules.removeAll { $0.count == 0 }
    }

    /// Sends what was kept back, in this order and behind all that was queued before.
    mutating func release(_ ids: [String], _ call: Call) {
        for id in ids {
            guard var delivery = deliveries[id], delivery.state != .delivered else { continue }
            delivery.state = .waiting
            delivery.notBefore = call.machineTime
            delivery.place = nextPlace()
            keep(delivery)
        }
    }

    /// Sends an event once more to everybody who wants it.
    mutating func resend(_ event: Event, _ call: Call) -> Int {
        guard let holder = accounts[event.account] else { return 0 }
        let own = endpoints.all(of: event.account).filter { !$0.isForConnected }
        let above = holder.isConnected ? endpoints.all(of: holder.account).filter(\.isForConnected) : []
        let wanting = (own + above).filter { $0.wants(event.type) }
        for endpoint in wanting { queue(event, endpoint, .waiting, call) }
        return wanting.count
    }

    @discardableResult
    private mutating func queue(
        _ event: Event, _ endpoint: WebhookEndpoint, _ state: Delivery.State, after seconds: Int = 0, _ call: Call
    ) -> String {
        let delivery = Delivery(
            id: call.mint.id("whd"), account: event.account, created: call.now, event: event.id,
            endpoint: endpoint.id, place: nextPlace(), state: state, notBefore: call.machineTime + seconds)
        keep(delivery)
        if var kept = events[event.id] {
            kept.deliveries.append(delivery.id)
            events.put(kept)
        }
        return delivery.id
    }

    /// Puts a delivery down, and on the list of those to be sent if it is one.
    mutating func keep(_ delivery: Delivery) {
        let wasWaiting = deliveries[delivery.id]?.state == .waiting
        deliveries.put(delivery)
        if delivery.state == .waiting, !wasWaiting { waiting[delivery.endpoint, default: []].append(delivery.id) }
    }

    private mutating func nextPlace() -> Int {
        lastPlace += 1
        return lastPlace
    }
}
