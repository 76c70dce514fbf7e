import Foundation
import Testing
import Vocabulary

@testable import Tenancy

@Suite("The reader under random spoiling")
struct FolderFuzzTests {
    static let rounds = 24
    static let scraps = [
        "\n", "  ", "\t", ":", "- ", "[", "]", "{", "}", "\"", "'", "#", "&a ", "*a", "!!str ", "!x ", "|\n", ">\n",
        "?", "%", "---\n", "null",
        "true", "-1", "99999999999999999999", "\u{0}", "\u{FEFF}", "\u{202E}", "é", "<script>", "](javascript:x)",
        "url(http://x)", "\r\n", "\\x",
    ]

    @Test(
        "always gives a definition or faults with a line, and a definition always round-trips",
        arguments: TenantFolders.slugs)
    func spoiled(slug: String) throws {
        let whole = try TenantFolders.files(slug)
        var generator = SeededGenerator(seed: UInt64(slug.utf8.reduce(7) { $0 * 31 + Int($1) }))
        var (read, refused) = (0, 0)
        for _ in 0..<Self.rounds {
            var files = whole
            for _ in 0..<Int.random(in: 1...3, using: &generator) { Self.spoil(&files, using: &generator) }
            let folder = try ScratchFolder(slug, files)
            do throws(FolderFaults) {
                let definition = try TenantFolder.read(directory: folder.path)
                read += 1
                let again = try? ScratchFolder(slug, TenantFolder.files(definition))
                #expect(again?.faults() == [])
            } catch {
                refused += 1
                #expect(!error.faults.isEmpty)
                #expect(error.faults.allSatisfy { $0.line >= 1 && !$0.message.isEmpty && !$0.file.isEmpty })
            }
        }
        #expect(read > 0 && refused > 0)
    }

    /// Cuts, doubles, replaces or inserts a few bytes of one file, the two YAML files more often than others.
    static func spoil(_ files: inout [String: Data], using generator: inout SeededGenerator) {
        let names =
            files.keys.sorted() + Array(repeating: "tenant.yml", count: 12) + Array(repeating: "branding.yml", count: 8)
        guard let name = names.randomElement(using: &generator), var bytes = files[name], !bytes.isEmpty else { return }
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, start + Int.random(in: 1...12, using: &generator))
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes.removeSubrange(start..<end)
        case 1: bytes.insert(contentsOf: bytes.subdata(in: start..<end), at: start)
        case 2: bytes[start] = UInt8.random(in: 0...255, using: &generator)
        case 3: bytes.insert(contentsOf: Data((scraps.randomElement(using: &generator) ?? "").utf8), at: start)
        default: files[name + "x"] = bytes
        }
        files[name] = bytes
    }
}
