import Foundation
import NIOHTTP1
import Synchronization
import TestSupport

/// What the clients of an outage were told, all together.
final class OutageLog: Sendable {
    struct Told: Sendable {
        let host: String
        let key: String
        let offer: String
        let email: String
        let booking: String
        /// The answer that made it was lost on the way.
        let isRetold: Bool
    }

    struct Record: Sendable {
        var told: [Told] = []
        var faults: [String] = []
        var refusals = 0
        var longest = Duration.zero
        var isStopped = false
    }

    private let state = Mutex(Record())

    var record: Record { state.withLock { $0 } }
    var settledCount: Int { record.told.count }
    var refusalCount: Int { record.refusals }
    var isStopped: Bool { record.isStopped }

    func stop() { state.withLock { $0.isStopped = true } }
    func note(_ told: Told) { state.withLock { $0.told.append(told) } }
    func fault(_ text: String) { state.withLock { $0.faults.append(text) } }

    func took(_ elapsed: Duration) { state.withLock { $0.longest = max($0.longest, elapsed) } }

    /// A refusal has to be a problem that says when to come again.
    func refused(_ reply: Wire.Reply, _ what: String) {
        let isWell =
            reply.headers["content-type"] == ["application/problem+json"] && reply.member("code") != nil
            && reply.headers.first(name: "retry-after").flatMap { Int($0) } != nil
        state.withLock { record in
            record.refusals += 1
            if !isWell { record.faults.append("\(what): \(reply.status) \(reply.headers) \(reply.body.prefix(300))") }
        }
    }
}

/// A client as it should be: searches, holds, confirms, and repeats under the same key whatever was
/// refused for now or lost on the way.
struct OutageClient: Sendable {
    let market: Market
    let hotel: String
    let name: String
    let log: OutageLog

    /// Longer than both outages together.
    private static let patience = Duration.seconds(120)

    func run() async throws {
        var round = 0
        while !log.isStopped {
            round += 1
            try await book("\(name)-\(round)")
        }
    }

    private func book(_ name: String) async throws {
        let found = try await insist("search") { try await market.wire.get(Market.search) }
        guard found.status == 200, let offer = found.member("offer_id") else {
            return log.fault("search: \(found.status) \(found.body.prefix(300))")
        }
        let (key, email) = ("hold-\(name)", "\(name)@example.com")
        let held = try await insist("hold") { try await market.hold(offer, key: key, email: email) }
        // Somebody else may have got there first; then nothing was made.
        if held.member("code") == "offer.sold_out" { return }
        guard held.status == 201, let booking = held.member("id") else {
            return log.fault("hold: \(held.status) \(held.body.prefix(300))")
        }
        // The token is told once; who lost that answer has the e-mail.
        let token = held.headers.first(name: "x-booking-access")
        let confirmed = try await insist("confirm") {
            guard let token else { return try await market.confirm(booking, email: email, key: "confirm-\(name)") }
            return try await market.confirm(booking, token: token, key: "confirm-\(name)")
        }
        if confirmed.status != 200 || confirmed.member("state") != "confirmed" {
            log.fault("confirm: \(confirmed.status) \(confirmed.body.prefix(300))")
        }
        let told = OutageLog.Told(
            host: market.partner.host, key: key, offer: offer, email: email, booking: booking, isRetold: token == nil)
        log.note(told)
    }

    /// Until there is an answer that is not "not now".
    private func insist(_ what: String, _ send: () async throws -> Wire.Reply) async throws -> Wire.Reply {
        let end = ContinuousClock.now + Self.patience
        while true {
            let start = ContinuousClock.now
            let reply = try await send()
            log.took(ContinuousClock.now - start)
            let isForNow = reply.status == 503 || reply.member("code") == "idempotency.in_flight"
            guard isForNow, ContinuousClock.now < end else { return reply }
            log.refused(reply, what)
        }
    }
}
