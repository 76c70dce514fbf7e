import Foundation
import Testing

@testable import Tenancy

@Suite("YAML that means harm")
struct YAMLGuardTests {
    private func faults(_ yaml: String) -> [String] {
        let sink = FaultSink()
        if let field = YAMLDocument.read(yaml, file: "x.yml", sink: sink) { _ = YAMLFields(field, keys: ["a"]) }
        return sink.faults.map(\.description)
    }

    @Test("A billion laughs are refused before the parser multiplies them", .timeLimit(.minutes(1)))
    func aliasBomb() {
        let bomb =
            "a: &a [x, x, x, x, x, x, x, x, x]\n"
            + (1...30).map { index in
                let (before, name) = (index == 1 ? "a" : "a\(index - 1)", "a\(index)")
                return "\(name): &\(name) [" + Array(repeating: "*\(before)", count: 9).joined(separator: ", ") + "]\n"
            }.joined()
        #expect(faults(bomb).first?.hasPrefix("x.yml:1: anchors and aliases") == true)
    }

    @Test("An alias that is a key is refused as well")
    func aliasKey() {
        #expect(faults("a: &b c\n? *b\n: d\n") == ["x.yml:1: anchors and aliases are not allowed: write the value out"])
    }

    @Test(
        "Deep nesting ends in a fault",
        arguments: [
            String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
            String(repeating: "{a: ", count: 50_000), String(repeating: "? ", count: 100_000),
        ])
    func depth(yaml: String) {
        #expect(!faults(yaml).isEmpty)
    }

    @Test("Ampersands and asterisks in a text are no aliases")
    func plainSigns() {
        #expect(faults("a: bed & breakfast * * and *more* of R&D\n") == [])
        #expect(faults("a: \"*x and &y\"\n") == [])
    }

    @Test("A Unicode line break does not hide an alias")
    func lineBreak() {
        #expect(faults("a: &b c\u{2028}*b : d\n").first?.contains("anchors and aliases") == true)
    }

    @Test("A file above the limit is not parsed")
    func size() throws {
        let folder = try ScratchFolder(
            "aurelia", ["tenant.yml": Data(repeating: 0x23, count: YAMLDocument.bytesMax + 1)])
        #expect(folder.faults().contains { $0.file == "tenant.yml" && $0.message.contains("at most 262144 bytes") })
    }

    @Test(
        "What is no single plain document is told",
        arguments: [
            "", "# nothing\n", "- a\n- b\n", "just text", "a: 1\n---\nb: 2\n", "\u{FEFF}a: [", "a: !!binary AAAA",
            "%YAML 3.0\n---\na: 1",
            "a:\n\t- b", "a: 'x", "? [a, b]\n: c\n", "!!set {a}", "1: x", "<<: {a: 1}",
        ])
    func odd(yaml: String) {
        let sink = FaultSink()
        let field = YAMLDocument.read(yaml, file: "x.yml", sink: sink)
        _ = field.flatMap { YAMLFields($0, keys: ["a"]) }?.required("a").flatMap { $0.text() }
        #expect(!sink.faults.isEmpty)
        #expect(sink.faults.allSatisfy { $0.line >= 1 })
    }

    @Test("Bytes that are no UTF-8, and NUL, are told")
    func encoding() throws {
        let folder = try ScratchFolder(
            "aurelia", ["tenant.yml": Data([0x61, 0xFF]), "branding.yml": Data([0x61, 0x00])])
        let messages = folder.faults().map(\.message)
        #expect(messages.contains("expected text in UTF-8"))
        #expect(messages.contains("expected text without NUL"))
    }
}
