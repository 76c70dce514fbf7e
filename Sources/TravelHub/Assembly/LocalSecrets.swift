import Foundation
import Tenancy

/// Secrets that `travelhub dev` makes for itself on first use and keeps below the data directory,
/// readable by its user alone.
struct LocalSecrets {
    let directory: URL

    func masterKeys() throws -> MasterKeys { try MasterKeys(try kept("master.keys") { MasterKeys.generated() }) }

    func operatorToken() throws -> String {
        try kept("operator.token") { String(MasterKeys.generated().split(separator: ":")[1]) }
    }

    private func kept(_ name: String, _ make: () -> String) throws -> String {
        let folder = directory.appendingPathComponent("secrets")
        let file = folder.appendingPathComponent(name)
        if let data = FileManager.default.contents(atPath: file.path) {
            return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        // The servers' own users pass through the data directory; only this folder is closed to them.
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let secret = make()
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data(secret.utf8), attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: file.path]) }
        return secret
    }
}
