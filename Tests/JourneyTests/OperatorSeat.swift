import Foundation
import Testing
import TestSupport

/// An operator at the platform's API, with partners' folders to send.
struct OperatorSeat: Sendable {
    static let host = "platform.test"
    private static let authorization = ["Authorization": "Bearer \(RunningHub.operatorToken)"]

    let hub: RunningHub

    /// The folder of `tenants/`, with words of its `tenant.yml` replaced, as `POST /api/platform/tenants` takes it.
    static func folder(_ slug: String, replacing words: [(String, String)] = []) throws -> [String: Any] {
        let root = TestFleet.root.appendingPathComponent("tenants/\(slug)")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { path in
            var isDirectory: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(root.path)/\(path)", isDirectory: &isDirectory)
            return !isDirectory.boolValue
        }
        let files = try paths.map { path -> [String: Any] in
            let data = try Data(contentsOf: root.appendingPathComponent(path))
            guard var text = String(data: data, encoding: .utf8) else {
                return ["path": path, "content": data.base64EncodedString(), "base64": true]
            }
            for (old, new) in words where path == "tenant.yml" {
                try #require(text.contains(old), "\(slug) does not say \(old)")
                text = text.replacingOccurrences(of: old, with: new)
            }
            return ["path": path, "content": text]
        }
        return ["slug": slug, "files": files]
    }

    func ask(_ folder: [String: Any]) async throws -> RunningHub.Reply {
        try await hub.post("/api/platform/tenants", host: Self.host, folder, Self.authorization)
    }

    func look(_ path: String) async throws -> RunningHub.Reply {
        try await hub.get(path, host: Self.host, Self.authorization)
    }

    func state(_ location: String) async throws -> String? { try await look(location).json["state"] as? String }
}
