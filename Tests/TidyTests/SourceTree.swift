import Foundation

/// The sources as text, for tests of what a machine can see in them.
enum SourceTree {
    struct File: Sendable {
        /// From the project's root.
        let path: String
        let lines: [String]
    }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func files(under folder: String, endingIn suffix: String) -> [File] {
        let base = root.appendingPathComponent(folder)
        guard let paths = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return paths.compactMap { $0 as? String }.filter { $0.hasSuffix(suffix) }.sorted().compactMap { path in
            guard let data = FileManager.default.contents(atPath: base.appendingPathComponent(path).path) else {
                return nil
            }
            let text = String(decoding: data, as: UTF8.self)
            return File(path: "\(folder)/\(path)", lines: text.components(separatedBy: "\n"))
        }
    }

    static let swift = files(under: "Sources", endingIn: ".swift") + files(under: "Tests", endingIn: ".swift")
    static let production = files(under: "Sources", endingIn: ".swift")
        .filter { !$0.path.hasPrefix("Sources/TestSupport/") }
}
