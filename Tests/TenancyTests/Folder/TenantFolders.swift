import Foundation

@testable import Tenancy

/// The five partners of the repository, and copies of them to spoil.
enum TenantFolders {
    static let slugs = ["aurelia", "diwan", "halfway", "hinode", "severny"]

    static func path(_ slug: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
                "tenants/\(slug)"
            ).path
    }

    static func files(_ slug: String) throws -> [String: Data] {
        let sink = FaultSink()
        guard let folder = FolderFiles(directory: path(slug), sink: sink) else {
            throw FolderFaults(sink.faults)
        }
        return try Dictionary(
            uniqueKeysWithValues: folder.paths.map {
                ($0, try Data(contentsOf: URL(fileURLWithPath: "\(path(slug))/\($0)")))
            })
    }
}

/// A folder named like its tenant that goes away with the test.
final class ScratchFolder {
    let path: String
    private let parent: URL

    init(_ slug: String, _ files: [String: Data] = [:]) throws {
        parent = FileManager.default.temporaryDirectory.appendingPathComponent(
            "tenants-\(UUID().uuidString)")
        path = parent.appendingPathComponent(slug).path
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        try TenantFolder.put(files, in: path)
    }

    deinit { try? FileManager.default.removeItem(at: parent) }

    /// The faults of reading it; none when it reads.
    func faults(_ check: OverrideCheck? = nil) -> [FolderFault] {
        do throws(FolderFaults) {
            _ = try TenantFolder.read(directory: path, check: check)
            return []
        } catch {
            return error.faults
        }
    }
}
