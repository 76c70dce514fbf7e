import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization
import TestSupport
import Testing

/// Many who send one errand at once, each on a connection of its own and until it has an answer.
final class Crowd: Sendable {
    static let count = 50
    /// Sent again after having been cut off: more than any server is killed in a round.
    static let sendsMax = 20

    private struct Tally: Sendable {
        var replies: [Wire.Reply] = []
        var cutCount = 0
    }

    let errand: Errand
    private let servers: MortalServers
    private let tally = Mutex(Tally())

    init(_ errand: Errand, at servers: MortalServers) {
        self.errand = errand
        self.servers = servers
    }

    var replies: [Wire.Reply] { tally.withLock { $0.replies } }
    /// Requests that were never answered.
    var cutCount: Int { tally.withLock { $0.cutCount } }

    func sendAll() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<Self.count { group.addTask { try await self.send(number) } }
            try await group.waitForAll()
        }
    }

    private func send(_ number: Int) async throws {
        for _ in 0..<Self.sendsMax {
            // The error of a request that was cut off differs with the moment; that there is no answer does not.
            if let reply = try? await errand.send(to: try await servers.port(for: number)) {
                return tally.withLock { $0.replies.append(reply) }
            }
            tally.withLock { $0.cutCount += 1 }
        }
        Issue.record("no answer after \(Self.sendsMax) times")
    }

    /// As a client goes on that was told to wait: until the key is settled.
    func settle() async throws {
        let settled = try await comesTrue(within: .seconds(60)) {
            let reply = try await errand.send(to: try await servers.port(for: 0))
            tally.withLock { $0.replies.append(reply) }
            return reply.status != 409
        }
        #expect(settled, "the key stays in flight")
    }

    /// Faults in words: an answer is the one success, or that it is in flight.
    var faults: [String] {
        let replies = replies
        let successes = replies.filter { $0.status < 400 }
        var faults = replies.filter { $0.status >= 400 }.compactMap { reply -> String? in
            let isInFlight =
                reply.status == 409 && reply.headers.first(name: "retry-after") == "1"
                && (reply.member("code") == "idempotency.in_flight" || reply.headers["content-type"] == Self.page)
            return isInFlight ? nil : "\(reply.status) \(reply.headers) \(reply.body.prefix(300))"
        }
        if successes.isEmpty { faults.append("nobody was told of a success") }
        let kept = Set(successes.map(Self.kept))
        if let all = kept.first, kept.count > 1 {
            let common = kept.reduce(Set(all)) { $0.intersection($1) }
            faults.append("one success in several ways: \(kept.map { $0.filter { !common.contains($0) } })")
        }
        if successes.count(where: { !$0.headers.contains(name: "idempotent-replayed") }) > 1 {
            faults.append("two say that they were the first")
        }
        return faults
    }

    private static let page = ["text/html; charset=utf-8"]

    /// Of a request rather than of the effect: when it was, what is left, and who may open the booking.
    private static let passing: Set<String> = [
        "date", "x-request-id", "traceparent", "ratelimit", "ratelimit-policy", "idempotent-replayed",
        "x-booking-access", "set-cookie", "connection",
    ]

    private static func kept(_ reply: Wire.Reply) -> [String] {
        let fields = reply.headers.filter { !passing.contains($0.name.lowercased()) }
        return ["\(reply.status)"] + fields.map { "\($0.name.lowercased()): \($0.value)" }.sorted() + [reply.body]
    }
}
