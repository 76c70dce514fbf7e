package import Foundation
import Mustache

/// The templates of a face, read and compiled once at start.
///
/// Each file is one template named by its path (`pages/home`). Every fault of every file is found before
/// the first request: syntax, unescaped output, a partial that does not exist.
package struct PageTemplates: Sendable {
    private let library: MustacheLibrary
    package let names: [String]

    /// - Throws: `PageTemplateError` with the faults of all files together.
    package init(directory: URL) throws {
        let sources = try Self.sources(below: directory)
        var library = MustacheLibrary()
        var faults: [String] = []
        MustacheContentTypes.register(ScalarHTML(), named: ScalarHTML.name)
        for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
            faults += Self.faults(in: source, named: name, known: Set(sources.keys))
            do {
                _ = try MustacheTemplate(string: source)
                library.register(try MustacheTemplate(string: Self.prepared(name, sources)), named: name)
            } catch let error as MustacheTemplate.ParserError {
                faults.append("\(name): line \(error.context.lineNumber): \(error.error)")
            }
        }
        guard faults.isEmpty else { throw PageTemplateError(faults: faults) }
        self.library = library
        self.names = sources.keys.sorted()
    }

    /// - Throws: `PageTemplateError` when there is no such template; for whoever renders it only later.
    package func demand(_ name: String) throws {
        guard names.contains(name) else { throw PageTemplateError(faults: ["\(name): no such template"]) }
    }

    /// - Throws: `PageTemplateError` when there is no such template.
    package func render(_ name: String, _ model: some PageModel) throws -> String {
        guard let page = library.render(model, withTemplate: name) else {
            throw PageTemplateError(faults: ["\(name): no such template"])
        }
        return page
    }

    private static func sources(below directory: URL) throws -> [String: String] {
        guard let paths = FileManager.default.enumerator(atPath: directory.path) else {
            throw PageTemplateError(faults: ["\(directory.path): no such directory"])
        }
        var sources: [String: String] = [:]
        for case let path as String in paths where path.hasSuffix(".mustache") {
            let name = String(path.dropLast(".mustache".count))
            sources[name] = try String(contentsOf: directory.appendingPathComponent(path), encoding: .utf8)
        }
        return sources
    }

    /// Puts the content type first, because a partial falls back to the library's own escaping, and takes the
    /// indentation away, because an indented partial is rendered token by token on a slow path. A path of words
    /// becomes one name, so that it costs one look-up.
    private static func prepared(_ name: String, _ sources: [String: String]) -> String {
        let flat = inlined(name, sources, depth: 0)
            .replacing(/\{\{t\.([a-z0-9_.]+)\}\}/) { "{{t-" + $0.1.replacing(".", with: "-") + "}}" }
        return "{{% CONTENT_TYPE:\(ScalarHTML.name)}}\n" + flat
    }

    /// The template with its partials written out: what is known at start need not be looked up per request.
    /// A partial that includes itself is left as a reference once it is too deep.
    private static func inlined(_ name: String, _ sources: [String: String], depth: Int) -> String {
        let lines = (sources[name] ?? "").split(separator: "\n", omittingEmptySubsequences: true)
            .map { $0.drop(while: { $0 == " " || $0 == "\t" }) }
        let flat = lines.joined(separator: "\n") + (depth == 0 ? "\n" : "")
        guard depth < inlineDepthMax else { return flat }
        return flat.replacing(/\{\{>([A-Za-z0-9\/_-]+)\}\}/) { inlined(String($0.1), sources, depth: depth + 1) }
    }

    private static let inlineDepthMax = 8

    private static func faults(in source: String, named name: String, known: Set<String>) -> [String] {
        var faults: [String] = []
        for banned in ["{{{", "{{&", "{{=", "{{%"] where source.contains(banned) {
            faults.append("\(name): \(banned) is banned, unescaped text is a SafeHTML in an empty section")
        }
        for match in source.matches(of: /\{\{[><]\s*([A-Za-z0-9\/_-]+)\s*\}\}/) where !known.contains(String(match.1)) {
            faults.append("\(name): no template named \(match.1)")
        }
        return faults
    }
}

/// What is wrong with the templates, one line a fault.
package struct PageTemplateError: Error, CustomStringConvertible {
    package let faults: [String]
    package var description: String { faults.joined(separator: "\n") }
}
