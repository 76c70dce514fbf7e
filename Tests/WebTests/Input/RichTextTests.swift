import Tenancy
import TestSupport
import Testing
import Vocabulary

@testable import Web

@Suite("Markup that people type")
struct RichTextTests {
    @Test("keeps its emphasis, lists and links, and loses whatever acts")
    func filtered() {
        let cases: [(typed: String, shown: String, removed: Set<String>)] = [
            ("<p>Bread &amp; <b>butter</b></p>", "<p>Bread &amp; <b>butter</b></p>", []),
            ("O'Brien <3 you", "O&#39;Brien &lt;3 you", []),
            ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>", []),
            (
                "<a href=\"https://a.example/?x=1&y=2\" onclick=alert(1)>go</a>",
                "<a href=\"https://a.example/?x=1&amp;y=2\" rel=\"nofollow noopener\">go</a>", ["onclick"]
            ),
            ("<a href=\" java\tscript:alert(1)\">go</a>", "go", ["href"]),
            ("<a href=\"//evil.example\">go</a>", "go", ["href"]),
            ("<a href=\"/terms\">go</a>", "<a href=\"/terms\" rel=\"nofollow noopener\">go</a>", []),
            ("a<script>alert(1)</script>b", "ab", ["script"]),
            ("<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)", []),
            ("<svg onload=alert(1)><p>x</svg>y", "y", ["svg"]),
            ("<img src=x onerror=alert(1)>z", "z", ["onerror"]),
            ("<div style=\"position:fixed\"><h1>Big</h1></div>", "Big", ["style"]),
            ("<!-- <b>no</b> --><b>yes", "<b>yes</b>", []),
            ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "", ["math"]),
            ("<p title=\"--><script>\">t</p>", "<p>t</p>", []),
            ("", "", []),
        ]
        for sample in cases {
            let outcome = RichTextFilter.clean(sample.typed)
            #expect(outcome.markup == sample.shown, "\(sample.typed)")
            #expect(outcome.removed.isSuperset(of: sample.removed), "\(sample.typed) \(outcome.removed)")
        }
    }

    @Test("never shows an element or attribute beyond the list, whatever random markup was typed")
    func fuzzed() throws {
        var generator = SeededGenerator(seed: 3)
        let bits = [
            "<", ">", "</", "\"", "'", "=", "script", "a", "href", "onload", "javascript:", "<b>", "&lt;", "&#x6a;",
            "<!--",
            "-->", "<svg", "style", "p", " ", "/", "<![CDATA[", "]]>", "\u{0}", "é", "<a href=", "alert(1)", "<iframe",
        ]
        let allowed =
            /<\/?(p|br|b|strong|i|em|u|s|ul|ol|li|blockquote|h2|h3|h4|code|pre|table|thead|tbody|tr|th|td)>|<a href="(https?:\/\/|mailto:|tel:|\/)[^"<>]*" rel="nofollow noopener">|<\/a>/
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 1...25, using: &generator)).map { _ in
                bits.randomElement(using: &generator) ?? ""
            }.joined()
            let markup = RichTextFilter.clean(text).markup
            #expect(!markup.replacing(allowed, with: "").contains("<"), "\(text) → \(markup)")
            #expect(RichTextFilter.clean(markup).markup == markup, "\(text) → \(markup)")
        }
    }

    @Test("as a field is refused by its length, and read otherwise")
    func field() throws {
        var log = FaultLog()
        let kind = Kind<RichTextFilter.Outcome>.richText(max: 60)
        let read = try #require(kind.read(.text("<b>hi</b><script>x</script>"), &log))
        #expect(read.markup == "<b>hi</b>" && read.removed == ["script"] && read.unwrapped.isEmpty)
        #expect(log.suspicions.map(\.kind) == ["markup", "active_content"])
        #expect(log.faults.isEmpty)
        #expect(kind.read(.text(String(repeating: "x", count: 61)), &log) == nil)
        #expect(kind.read(.object([]), &log) == nil)
        #expect(log.faults.map(\.code) == ["too_long", "type"])
    }

    @Test("what looks like an attack is noted by its shape alone, and plain text is not")
    func suspicions() {
        #expect(SuspiciousInput.masked("<script>Ada1</script>") == "<aaaaaa>aaa9</aaaaaa>")
        for text in ["O'Brien", "<3", "it's 5 < 7", "a.b/c: d;", "C:\\x", "price ${5}"] {
            #expect(SuspiciousInput.kind(of: text) == nil, "\(text)")
        }
        for text in ["<ScRipt>", "x' OR '1'='1", "../../etc/passwd", "${jndi:ldap://x}", "javascript:alert(1)"] {
            #expect(SuspiciousInput.kind(of: text) != nil, "\(text)")
        }
    }
}
