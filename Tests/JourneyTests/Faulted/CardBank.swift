import Foundation
import StripeSandbox
import TestSupport
import Testing
import Vocabulary

/// The bank of cards whose holders say that they never bought anything: it has the money of each at once, and decides in
/// its own time.
struct CardBank: Sendable {
    struct Dispute: Decodable, Sendable {
        let id: String
        let status: String

        var isDecided: Bool { status == "won" || status == "lost" }
    }

    private struct Page: Decodable {
        let data: [Dispute]
        let hasMore: Bool
    }

    let stripe: TestStripe
    let account: OpenedAccount

    /// The last one opened first.
    func disputes() async throws -> [Dispute] {
        let wire = Wire(port: stripe.port, host: "localhost:\(stripe.port)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        var (all, after): ([Dispute], String) = ([], "")
        while true {
            let reply = try await wire.send(
                "GET", "/v1/disputes?limit=100\(after)", [("authorization", "Bearer \(account.secretKey)")])
            let page = try decoder.decode(Page.self, from: Data(reply.body.utf8))
            all += page.data
            guard page.hasMore, let last = page.data.last else { return all }
            after = "&starting_after=\(last.id)"
        }
    }

    /// - Parameter share: of those that are open, from 0 to 1.
    func decide(share: Double, _ random: inout SeededGenerator) async throws {
        for dispute in try await disputes() where !dispute.isDecided {
            guard Double.random(in: 0..<1, using: &random) < share else { continue }
            let outcome = Bool.random(using: &random) ? "won" : "lost"
            let reply = try await stripe.control("POST", "disputes/\(dispute.id)", #"{"outcome":"\#(outcome)"}"#)
            #expect(reply.status == 200, "\(reply.body)")
        }
    }
}
