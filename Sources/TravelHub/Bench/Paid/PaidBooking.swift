import Foundation
import NIOHTTP1

/// One booking that is paid in advance, over HTTP: held, paid for, confirmed.
struct PaidBooking: Sendable {
    let server: BenchServer
    let sandbox: BenchSandbox
    let host: String

    /// What a request of it led to, told apart because what the card's holder does between them is not ours.
    struct Course: Sendable {
        let hold: Duration
        let start: Duration
        let confirm: Duration

        var milliseconds: Double { (hold + start + confirm) / .milliseconds(1) }
    }

    /// - Parameter around: given what sends each of our requests, one after the other; just sends them without one.
    func make(
        _ offer: String, key: String, around: (@Sendable (() async throws -> Void) async throws -> Void)? = nil
    ) async throws -> Course {
        let around = around ?? { try await $0() }
        var held: BenchServer.Reply?
        let hold = try await ContinuousClock().measure {
            try await around {
                held = try await post("/api/bookings", ["Idempotency-Key": "h-\(key)"], Self.order(offer))
            }
        }
        let id = try Self.word("id", held, 201)
        guard held?.body.contains(#""settlement":"online""#) == true,
            let token = held?.fields.first(where: { $0.name.lowercased() == "x-booking-access" })?.value
        else { throw BenchProgram.Failure(description: "not to be paid now: \(held?.body ?? "")") }
        var begun: BenchServer.Reply?
        let start = try await ContinuousClock().measure {
            try await around {
                begun = try await post(
                    "/api/bookings/\(id)/payments", ["Idempotency-Key": "p-\(key)", "X-Booking-Access": token], "{}")
            }
        }
        try await sandbox.pay(try Self.word("client_secret", begun, 201))
        var settled: BenchServer.Reply?
        let confirm = try await ContinuousClock().measure {
            try await around {
                settled = try await post("/api/bookings/\(id)/payments/settle", ["X-Booking-Access": token], "{}")
            }
        }
        guard try Self.word("state", settled, 200) == "captured" else {
            throw BenchProgram.Failure(description: "not captured: \(settled?.body ?? "")")
        }
        return Course(hold: hold, start: start, confirm: confirm)
    }

    private func post(_ path: String, _ fields: [String: String], _ body: String) async throws -> BenchServer.Reply {
        try await server.send(.POST, path, host: host, fields: fields, body: body)
    }

    private static func word(_ name: String, _ reply: BenchServer.Reply?, _ status: Int) throws -> String {
        guard let reply, reply.status == status,
            let part = reply.body.components(separatedBy: "\"\(name)\":\"").dropFirst().first?.split(separator: "\"")
                .first
        else {
            throw BenchProgram.Failure(
                description: "no \(name) in the answer \(reply?.status ?? 0): \(reply?.body ?? "")")
        }
        return String(part)
    }

    private static func order(_ offer: String) -> String {
        #"{"offer_id":"\#(offer)","travellers":[{"given_name":"Anna","family_name":"Sato"}],"#
            + #""contact":{"email":"anna@example.com","phone":"+819012345678"}}"#
    }
}
