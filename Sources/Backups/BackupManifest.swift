import Foundation
import Vocabulary

/// What a backup says of itself, written last: a directory without it was never finished.
package struct BackupManifest: Codable, Hashable, Sendable {
    /// Raised when an older program could not read what a newer one wrote.
    static let formatLatest = 1
    package static let fileName = "manifest.json"

    package struct Server: Codable, Hashable, Sendable {
        let version: String
        /// As `server_version_num` has it: 150020.
        let number: Int
        let encoding: String
        let collate: String
        let ctype: String

        var major: Int { number / 10_000 }
    }

    /// A master key that data keys are wrapped with; never the key itself.
    package struct NeededKey: Codable, Hashable, Sendable {
        package let number: Int
        /// Nil where the key was not configured when the backup was taken.
        let fingerprint: String?
    }

    package struct Sequence: Codable, Hashable, Sendable {
        let name: String
        let lastValue: Int
    }

    package struct File: Codable, Hashable, Sendable {
        let name: String
        package let bytes: Int
        let sha256: String
    }

    let format: Int
    package let takenAt: String
    package let server: Server
    /// The highest version that any schema of each class stood at: platform, shared, tenant.
    package let migrations: [String: Int]
    package let masterKeys: [NeededKey]
    /// Every table but those of `withoutRows`, partitions each by itself.
    package let tables: [TableDigest]
    let sequences: [Sequence]
    /// Tables whose rows are left out, because they are made anew from the configured keys.
    let withoutRows: [String]
    package let files: [File]

    package var rowCount: Int { tables.reduce(0) { $0 + $1.rows } }

    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(self)
    }

    static func decoded(_ data: Data) throws -> BackupManifest {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(BackupManifest.self, from: data)
    }
}
