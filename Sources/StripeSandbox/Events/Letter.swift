import Synchronization

/// An event as it is sent now.
struct Letter: Sendable {
    let delivery: String
    let url: String
    let body: String
    let signature: String
}

/// Endpoints that somebody is sending to.
final class BusyEndpoints: Sendable {
    private let ids = Mutex<Set<String>>([])

    func take(_ id: String) -> Bool { ids.withLock { $0.insert(id).inserted } }
    func giveBack(_ id: String) { _ = ids.withLock { $0.remove(id) } }
}

/// What the deliverer asks, and tells.
extension Sandbox {
    func endpointsWithWaiting() -> [String] {
        let now = machineTime
        return state.withLock { state in state.world.endpointsWithWaiting(now) }
    }

    func nextLetter(to endpoint: String) -> Letter? {
        let now = machineTime
        return state.withLock { state in
            guard let delivery = state.world.nextWaiting(endpoint, now),
                let event = state.world.events[delivery.event], let endpoint = state.world.endpoints[endpoint]
            else { return nil }
            let body = event.json(pending: 1).text
            return Letter(
                delivery: delivery.id, url: endpoint.url, body: body,
                signature: EventSignature.header(body, secret: endpoint.secret, at: now))
        }
    }

    /// An answer of 2xx is the end of it; else it is tried again, at longer and longer intervals.
    func note(_ id: String, status: Int?) async throws {
        try await change(CallDraft(), isAwaited: false) { world, call in
            guard var delivery = world.deliveries[id] else { return }
            delivery.attempts += 1
            delivery.lastStatus = status
            if let status, (200..<300).contains(status) {
                delivery.state = .delivered
            } else if delivery.attempts <= Delivery.retrySeconds.count {
                delivery.notBefore = call.machineTime + Delivery.retrySeconds[delivery.attempts - 1]
            } else {
                delivery.state = .failed
            }
            world.keep(delivery)
        }
    }
}

extension World {
    /// Those with something that is due.
    mutating func endpointsWithWaiting(_ now: Int) -> [String] {
        waiting.keys.sorted().filter { nextWaiting($0, now) != nil }
    }

    /// The first that is due, in the order of what happened.
    mutating func nextWaiting(_ endpoint: String, _ now: Int) -> Delivery? {
        guard endpoints[endpoint] != nil, let ids = waiting[endpoint] else {
            waiting[endpoint] = nil
            return nil
        }
        let done = ids.prefix { deliveries[$0]?.state != .waiting }.count
        if done > 0 { waiting[endpoint]?.removeFirst(done) }
        for id in waiting[endpoint] ?? [] {
            if let delivery = deliveries[id], delivery.state == .waiting, delivery.notBefore <= now { return delivery }
        }
        return nil
    }
}
