import Foundation
import NIOHTTP1
import StripeSandbox
import TestSupport
import Testing
import Vocabulary

/// Somebody who books, pays, and perhaps changes or cancels; who tries again whatever is not answered, under the same
/// key, as a program of theirs would.
struct PayingTraveller: Sendable {
    enum Card: String, CaseIterable, Sendable {
        case good = "pm_card_visa"
        case declined = "pm_card_chargeDeclined"
        /// Its holder asks the bank for the money back as soon as it is taken.
        case disputed = "pm_card_createDispute"

        static func drawn(_ random: inout SeededGenerator) -> Card {
            switch Int.random(in: 0..<10, using: &random) {
            case 0, 1: .declined
            case 2, 3: .disputed
            default: .good
            }
        }
    }

    enum Then: CaseIterable, Sendable { case nothing, cancel, change, drop }

    let market: Market
    /// Nil where nothing dies.
    var house: MortalHouse?
    let stripe: TestStripe
    let account: OpenedAccount
    let offer: String
    let card: Card
    let comesBack: Bool
    let then: Then
    /// Of their own, as the proxy before the site tells it.
    let address = (0..<3).reduce("10") { text, _ in "\(text).\(Int.random(in: 0...255))" }

    private static let patience = Duration.seconds(60)

    struct GaveUp: Error, CustomStringConvertible {
        let description: String
    }

    /// Returns the booking, or nil where its room was gone.
    func travel() async throws -> String? {
        let held = try await insist(on: "/api/bookings", token: nil, body: Self.order(offer))
        guard held.status == 201 else { return nil }
        let booking = try held.expect("id")
        let path = "/api/bookings/\(booking)"
        // A reply that was lost is told again without its token: then they are who has the address.
        let started = try await insist(on: "\(path)/payments", token: nil, body: Self.byEmail)
        guard started.status < 300 else { return booking }
        try await pay(try started.expect("client_secret"))
        guard card != .declined else { return booking }
        if comesBack {
            _ = try await insist(on: "\(path)/payments/settle", token: nil, body: Self.byEmail, keyed: false)
        }
        switch then {
        case .nothing: break
        case .cancel: try await give(path, "cancellation-quotes", "{\(Self.proof)}", "cancel", "cancellation_quote_id")
        case .change:
            let dates = #""check_in":"\#(Market.day(0))","check_out":"\#(Market.day(1))""#
            try await give(path, "change-quotes", "{\(Self.proof),\(dates)}", "change", "change_quote_id")
        case .drop:
            try await give(path, "change-quotes", #"{\#(Self.proof),"cancel_rooms":[1]}"#, "change", "change_quote_id")
        }
        return booking
    }

    /// What was asked for may not be possible (yet); then it is left.
    private func give(_ path: String, _ quotes: String, _ body: String, _ deed: String, _ name: String) async throws {
        let quoted = try await insist(on: "\(path)/\(quotes)", token: nil, body: body, keyed: false)
        guard quoted.status == 200 else { return }
        let promise = try quoted.expect(name)
        _ = try await insist(on: "\(path)/\(deed)", token: nil, body: #"{\#(Self.proof),"\#(name)":"\#(promise)"}"#)
    }

    private func pay(_ secret: String) async throws {
        let intent = String(secret.prefix(upTo: secret.range(of: "_secret")?.lowerBound ?? secret.endIndex))
        let headers = [
            ("authorization", "Bearer \(account.secretKey)"), ("content-type", "application/x-www-form-urlencoded"),
            ("idempotency-key", UUID().uuidString),
        ]
        let wire = Wire(port: stripe.port, host: "localhost:\(stripe.port)")
        for _ in 0..<10 {
            let reply = try? await wire.send(
                "POST", "/v1/payment_intents/\(intent)/confirm", headers, body: "payment_method=\(card.rawValue)")
            if let reply, reply.status < 429 { return }
        }
    }

    /// Until something is said that will not become otherwise.
    private func insist(on path: String, token: String?, body: String, keyed: Bool = true) async throws -> Wire.Reply {
        let key = UUID().uuidString
        var last: Wire.Reply?
        let isSaid = try await comesTrue(within: Self.patience) {
            await house?.standing()
            do {
                let reply = try await market.wire.json(
                    path, [("x-forwarded-for", address)] + (keyed ? [("idempotency-key", key)] : []), body)
                last = reply
                return reply.status < 500 && !(reply.status == 409 && reply.headers.contains(name: "retry-after"))
                    && reply.status != 429
            } catch {
                return false
            }
        }
        guard isSaid, let last else { throw GaveUp(description: "\(path): \(last?.status ?? 0) \(last?.body ?? "")") }
        return last
    }

    static let email = "ada@example.com"
    private static let proof = #""email":"\#(email)""#
    private static let byEmail = "{\(proof)}"

    private static func order(_ offer: String) -> String {
        #"{"offer_id":"\#(offer)","travellers":[{"given_name":"Ada","family_name":"Lovelace"}],"#
            + #""contact":{"email":"\#(email)"}}"#
    }
}
