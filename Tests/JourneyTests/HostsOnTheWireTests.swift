import Foundation
import NIOCore
import NIOPosix
import Tenancy
import TestSupport
import Testing

@Suite("Hosts on the wire of a whole process", .serialized)
struct HostsOnTheWireTests {
    @Test(
        "Every spelling of a host is its partner's, everything else is nobody's or refused, and no field changes that")
    func spellings() async throws {
        let fleet = try await TestFleet.make()
        let north = try await TestPartner.make("severny", as: "north", .pooled, in: fleet)
        let club = try await TestPartner.make("aurelia", as: "club", .schema, in: fleet)
        try await RunningHub.run(1, on: fleet) { hubs in
            let port = hubs[0].port
            func told(_ lines: String...) async throws -> (status: Int, body: String) {
                try await Self.exchange(lines + ["Connection: close"], port: port)
            }
            for host in [
                "north.localhost", "NORTH.LocalHost", "north.localhost.", "north.localhost:\(port)",
                "xn--b1afb8bb.localhost",
            ] {
                let answer = try await told("GET /api/site HTTP/1.1", "Host: \(host)")
                #expect(answer.status == 200 && answer.body.contains("\"slug\":\"north\""), "\(host)")
            }
            // The Unicode form is no field value of HTTP; its punycode is what a browser sends.
            #expect(north.definition.hosts.map(\.ascii).contains("xn--b1afb8bb.localhost"))
            #expect(try await told("GET /api/site HTTP/1.1", "Host: север.localhost").status == 400)
            for host in ["nobody.localhost", "127.0.0.1:\(port)", "north.localhost.club.localhost"] {
                for path in ["/api/site", "/en", "/robots.txt", "/openapi.json", "/api/platform/tenants"] {
                    let answer = try await told("GET \(path) HTTP/1.1", "Host: \(host)")
                    #expect(answer.status == 404, "\(host) \(path)")
                    #expect(!answer.body.lowercased().contains("north"), "\(host) \(path)")
                }
            }
            let unclear: [[String]] = [
                ["GET /api/site HTTP/1.1"], ["GET /api/site HTTP/1.1", "Host:"],
                ["GET /api/site HTTP/1.1", "Host: north.localhost", "Host: club.localhost"],
                ["GET /api/site HTTP/1.1", "Host: north.localhost, club.localhost"],
                ["GET http://club.localhost/api/site HTTP/1.1", "Host: north.localhost"],
                ["GET http://north.localhost/api/site HTTP/1.1", "Host: north.localhost"],
                ["GET /livez HTTP/1.1", "Host: north.localhost", "Host: club.localhost"],
            ]
            for lines in unclear {
                let answer = try await Self.exchange(lines + ["Connection: close"], port: port)
                #expect(answer.status == 400 && answer.body.contains("host.invalid"), "\(lines): \(answer.status)")
            }
            for field in [
                "X-Forwarded-Host: club.localhost", "X-Tenant: club", "Forwarded: host=club.localhost",
                "X-Host: club.localhost",
            ] {
                let answer = try await told("GET /api/site HTTP/1.1", "Host: north.localhost", field)
                #expect(answer.status == 200 && answer.body.contains("\"slug\":\"north\""), "\(field)")
                #expect(
                    try await told("GET /api/site HTTP/1.1", "Host: nobody.localhost", field).status == 404, "\(field)")
            }
            let bound = try await told("GET /api/site HTTP/1.1", "Host: platform.test", "X-Tenant: club")
            #expect(bound.body.contains("\"slug\":\"\(club.word)\""))
        }
        await fleet.close()
    }

    /// Bytes as they are, and all that comes back until the server closes.
    private static func exchange(_ lines: [String], port: Int) async throws -> (status: Int, body: String) {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n\r\n"))
            var received = ByteBuffer()
            for try await part in inbound { received.writeImmutableBuffer(part) }
            let text = String(buffer: received)
            let body = text.range(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
            return (Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0, body)
        }
    }
}
