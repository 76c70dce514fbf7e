import Foundation
import NIOHTTP1
import Tenancy
import TestSupport
import Testing

@testable import TravelHub

@Suite("The versions of an offer")
struct VersionShapeTests {
    @Test("say the same in their own shapes, and version 1 stays what it is")
    func shapes() async throws {
        let fleet = try await TestFleet.make()
        let partner = try await TestPartner.make("halfway", as: "wvuk", .pooled, in: fleet)
        try await RunningHub.run(1, on: fleet) { hubs in
            let wire = Wire(port: hubs[0].port, host: partner.host)
            var offers: [[String: Any]] = []
            for version in ["1", "2", "3"] {
                let reply = try await wire.get(Market.search, [("x-api-version", version)])
                #expect(reply.headers.first(name: "x-api-version") == version)
                let page = try JSONSerialization.jsonObject(with: Data(reply.body.utf8)) as? [String: Any]
                offers.append(try #require((page?["data"] as? [[String: Any]])?.first))
            }
            let (first, second, third) = (offers[0], offers[1], offers[2])
            #expect(
                Set(first.keys) == [
                    "offer_id", "hotel", "check_in", "check_out", "nights", "rooms", "price", "nightly", "charges",
                    "rooms_left", "refundable", "cancellation", "expires_at",
                ])
            let windows = try #require(first["cancellation"] as? [[String: Any]])
            for offer in [second, third] {
                let terms = try #require(offer["cancellation"] as? [String: Any])
                #expect(Self.text(terms["windows"]) == Self.text(windows))
                let costly = windows.first { (($0["penalty"] as? [String: Any])?["amount"] as? Int ?? 0) > 0 }
                let begins = costly?["begins_at"] as? String
                #expect(terms["free"] as? String == (costly == nil ? "always" : begins == nil ? "never" : "until"))
                #expect(terms["free_until"] as? String == begins)
            }
            #expect(Set(second.keys) == Set(first.keys))
            #expect(Set(third.keys) == Set(first.keys).subtracting(["nightly", "charges"]))
            var whole = try #require(third["price"] as? [String: Any])
            #expect(Self.text(whole.removeValue(forKey: "nightly")) == Self.text(first["nightly"]))
            #expect(Self.text(whole.removeValue(forKey: "charges")) == Self.text(first["charges"]))
            #expect(Self.text(whole) == Self.text(first["price"]))
        }
        await fleet.close()
    }

    private static func text(_ value: Any?) -> String? {
        guard let value else { return nil }
        let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
        return data.map { String(decoding: $0, as: UTF8.self) }
    }
}
