import Foundation
import NIOCore
import NIOPosix
import PrivateServers
import Redis
import TestSupport
import Testing

@Suite("Addresses")
struct AddressTests {
    @Test(
        "a wrong URL is explained without repeating it, for it may hold a password",
        arguments: ["redis:///1", "http://u:hunter2@h", "redis://u:hunter2@h/x", "unix:relative", "unix://", "::"])
    func invalid(url: String) {
        let error = #expect(throws: RedisAddress.Invalid.self) { try RedisAddress(url: url) }
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test("password and database of the URL are used, and a wrong password is unavailable")
    func authenticated() async throws {
        let server = try await TestRedis.startOwn()
        try await withClient(server.url) { client in
            let user = RedisCommand("ACL", "SETUSER", "alice", "on", ">s3cr%t", "~*", "&*", "+@all")
            let reply = try await client.send(user)
            #expect(reply == .status("OK"))
        }
        let credentials = server.url.replacingOccurrences(of: "unix://", with: "unix://alice:s3cr%25t@")
        try await withClient(credentials + "?db=3") { client in
            #expect(try await client.send(RedisCommand("ACL", "WHOAMI")).text == "alice")
            _ = try await client.send(RedisCommand("SET", "k", "in three"))
        }
        try await withClient(server.url) { client in
            let exists = try await client.send(RedisCommand("EXISTS", "k"))
            #expect(exists == .integer(0))
        }
        try await withClient(server.url.replacingOccurrences(of: "unix://", with: "unix://alice:wrong@")) { client in
            await #expect(throws: RedisError.unavailable) { try await client.send(RedisCommand("PING")) }
        }
        await server.stop()
    }

    @Test("TLS verifies the server: a known authority is served, a stranger is unavailable")
    func tls() async throws {
        let directory = try TestDirectory.scratch()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try selfSign(in: directory)
        let (server, port) = try await startTLS(in: directory)
        for host in ["localhost", "127.0.0.1"] {
            try await withClient("rediss://\(host):\(port)?ca=\(directory)/server.crt") { client in
                let reply = try await client.send(RedisCommand("PING"))
                #expect(reply == .status("PONG"), "\(host)")
            }
        }
        try await withClient("rediss://localhost:\(port)") { client in
            await #expect(throws: RedisError.unavailable) { try await client.send(RedisCommand("PING")) }
        }
        await server.stop()
    }

    @Test("a server that speaks something else is unavailable")
    func stranger() async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { $0.pipeline.addHandler(WebServer()) }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        try await withClient("redis://127.0.0.1:\(port)") { client in
            await #expect(throws: RedisError.unavailable) { try await client.send(RedisCommand("PING")) }
        }
        try await listener.close()
    }

    /// Redis wants its port named. One that was free a moment ago may be taken by then, so it is tried anew.
    private func startTLS(in directory: String, attempts: Int = 5) async throws -> (PrivateRedis, port: Int) {
        let port = try await freePort()
        var options = PrivateRedis.Options.test(directory: directory)
        options.removedAtEnd = false
        options.settings = [
            "tls-port": "\(port)", "bind": "127.0.0.1", "tls-auth-clients": "no",
            "tls-cert-file": directory + "/server.crt", "tls-key-file": directory + "/server.key",
            "tls-ca-cert-file": directory + "/server.crt",
        ]
        do {
            return (try await PrivateRedis.start(options, logger: quiet), port)
        } catch PrivateServerError.notReady(_, let log) where attempts > 1 && log.contains("already in use") {
            return try await startTLS(in: directory, attempts: attempts - 1)
        }
    }

    private func freePort() async throws -> Int {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        try await listener.close()
        return port
    }

    private func selfSign(in directory: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-keyout", directory + "/server.key", "-out", directory + "/server.crt",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        // The server may run under another account; the key is worth nothing outside this test.
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: directory + "/server.key")
    }
}

private final class WebServer: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\n\r\n")), promise: nil)
    }
}
