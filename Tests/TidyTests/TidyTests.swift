import Foundation
import Testing

@Suite("The house is tidy")
struct TidyTests {
    static let fileLinesMax = 300
    static let functionLinesMax = 60

    @Test("There are sources to look at")
    func sourcesAreFound() {
        #expect(SourceTree.production.count > 100)
    }

    @Test("No file is longer than its cap")
    func filesAreShort() {
        let long = SourceTree.swift.filter { $0.lines.count > Self.fileLinesMax + 1 }
        #expect(long.isEmpty, "\(long.map { "\($0.path): \($0.lines.count)" })")
    }

    @Test("No function is longer than its cap")
    func functionsAreShort() {
        let long = SourceTree.production.flatMap { file in
            FunctionLengths.of(file.lines).filter { $0.count > Self.functionLinesMax }
                .map { "\(file.path):\($0.line): \($0.count) lines" }
        }
        #expect(long.isEmpty, "\(long.joined(separator: "\n"))")
    }

    @Test("File names say what is in them")
    func namesSaySomething() throws {
        let banned = /(Manager|Helper|Utils?|Common|Core|Service)s?\.swift$/
        let found = SourceTree.swift.map(\.path).filter { $0.contains(banned) }
        #expect(found.isEmpty, "\(found)")
    }

    @Test("Rooms offer by `package`, never by `public`")
    func nothingIsPublic() {
        expectNone(
            of:
                /^\s*(public|open) (import |struct |class |enum |func |let |var |protocol |actor |extension |init|static )/
        )
    }

    @Test("Statements name their columns")
    func noSelectStar() {
        expectNone(of: /select \*/)
    }

    @Test("Nothing is left for later or commented out")
    func nothingIsLeftForLater() {
        expectNone(of: /\b(TODO|FIXME|XXX)\b|^\s*\/\/ (let|var|func|return|if|guard) .*[{(=]/)
    }

    @Test("Clocks come in from outside")
    func noRawClocks() {
        let found = matches(of: /\bDate\(\)|Date\.now\b|clock_gettime|\btime\(nil\)/)
            .filter { !$0.contains("Vocabulary/WallClock.swift") }
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }

    @Test("No template writes unescaped")
    func templatesEscape() {
        let files = ["storefront", "console", "letters"].flatMap { SourceTree.files(under: $0, endingIn: ".mustache") }
        #expect(!files.isEmpty)
        let found = files.filter { file in file.lines.contains { $0.contains("{{{") || $0.contains("{{&") } }
        #expect(found.isEmpty, "\(found.map(\.path))")
    }

    /// A mutant that cannot be made proves nothing, and nobody sees it before `make mutate` is asked for it.
    @Test("Every patch of the proof of isolation applies")
    func patchesApply() throws {
        let patches = SourceTree.files(under: "Tests/IsolationTests/Patches", endingIn: ".patch")
        #expect(!patches.isEmpty)
        for patch in patches {
            let git = Process()
            git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            git.arguments = ["git", "apply", "--check", patch.path]
            git.currentDirectoryURL = SourceTree.root
            let told = Pipe()
            git.standardError = told
            try git.run()
            let said = String(decoding: told.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            git.waitUntilExit()
            #expect(git.terminationStatus == 0, "\(patch.path): \(said)")
        }
    }

    private func matches(of pattern: some RegexComponent) -> [String] {
        SourceTree.production.flatMap { file in
            file.lines.enumerated().filter { !$0.element.contains("tidy: ") && $0.element.contains(pattern) }
                .map { "\(file.path):\($0.offset + 1): \($0.element)" }
        }
    }

    private func expectNone(of pattern: some RegexComponent) {
        let found = matches(of: pattern)
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }
}

/// Lengths of functions by the indentation of their closing brace, which the formatter guarantees.
enum FunctionLengths {
    static func of(_ lines: [String]) -> [(line: Int, count: Int)] {
        lines.enumerated().compactMap { index, line in
            guard line.contains(/^\s*([a-z@]+ )*(func |init\(|init<)/) else { return nil }
            let indentation = line.prefix { $0 == " " }
            guard let end = lines[(index + 1)...].firstIndex(where: { $0 == "\(indentation)}" }) else { return nil }
            return (index + 1, end - index + 1)
        }
    }
}
