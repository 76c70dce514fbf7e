import Foundation
import Logging
import TestSupport
import Testing

@testable import TravelHub

@Suite("Settings")
struct SettingsTests {
    @Test("The README has the table that the program prints")
    func readme() throws {
        let readme = try String(
            contentsOf: TestFleet.root.appendingPathComponent("README.md"), encoding: .utf8)
        #expect(readme.contains(SettingsCommand.table))
    }

    @Test("A wrong value stops the start with its name and what was expected; a secret is not shown")
    func faults() async throws {
        let wrong = [
            "HTTP_PORT": "eighty", "HTTP_TRUSTED_PROXIES": "10.0.0.0/33", "PLATFORM_HOSTS": "a b",
            "OPERATOR_TOKEN": "short", "MASTER_KEYS": "1:zz", "DATABASE_CONNECTIONS": "0", "REDIS_URL": "http://x",
            "LOG_LEVEL": "loud", "ENVIRONMENT": "moon", "HTTP_PUBLIC_SCHEME": "gopher",
            "DATABASE_ROLE_PASSWORD": "short", "LIMITS_ANONYMOUS_PER_HOUR": "none", "LIMITS_LOCAL_PERCENT": "101",
            "LIMITS_ENDPOINTS": "GET /api/site=0", "SCHEDULES_TIMES": "retention.tenants=never",
            "SCHEDULES_ZONE": "Europe/Atlantis",
        ]
        for (name, value) in wrong {
            let reader = try await SettingsReader(environment: [name: value])
            let fault = #expect(throws: SettingFault.self) { _ = try Settings(reader) }
            #expect(fault?.environmentName == name)
            #expect(fault?.expected.isEmpty == false)
            let isSecret = ["OPERATOR_TOKEN", "MASTER_KEYS", "DATABASE_ROLE_PASSWORD", "REDIS_URL"].contains(name)
            #expect(fault?.description.contains(value) == !isSecret, "\(name)")
        }
    }

    @Test("A token that opens the platform without a second factor starts nothing but a process in development")
    func operatorToken() async throws {
        let token = String(repeating: "t", count: 32)
        for environment in [nil, "production"] {
            let reader = try await SettingsReader(
                environment: ["OPERATOR_TOKEN": token].merging(environment.map { ["ENVIRONMENT": $0] } ?? [:]) { $1 })
            let fault = #expect(throws: SettingFault.self) { _ = try Settings(reader) }
            #expect(fault?.environmentName == "OPERATOR_TOKEN")
            #expect(fault?.description.contains("ENVIRONMENT=development") == true)
            #expect(fault?.description.contains(token) == false)
        }
        let developing = try Settings(
            try await SettingsReader(environment: ["OPERATOR_TOKEN": token, "ENVIRONMENT": "development"]))
        #expect(developing.operatorToken == token)
    }

    @Test("The environment wins over the file, the file over the default")
    func order() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("settings-\(UUID()).env")
        try Data("HTTP_PORT=8081\nLOG_LEVEL=error\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let settings = try Settings(
            try await SettingsReader(environment: ["TRAVELHUB_SETTINGS": file.path, "LOG_LEVEL": "debug"]))
        #expect(settings.httpPort == 8081)
        #expect(settings.logLevel == .debug)
        #expect(settings.managementPort == 9464)
    }
}
