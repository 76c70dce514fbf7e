import Testing

@testable import Tenancy

@Suite("A partner's page")
struct PageTextTests {
    @Test("is Markdown or HTML by its beginning, and shows the same of either")
    func notations() throws {
        let markdown = try #require(PageText("# Terms & <more>\n\nPay *at* the [hotel](/en).\n"))
        #expect(markdown.title == "Terms & " || markdown.title == "Terms & <more>")
        let html = try #require(PageText("<h1>Terms &amp; more</h1>\n<p>Pay <em>at</em> the hotel.</p>\n"))
        #expect(html.title == "Terms & more" && html.html.contains("<p>Pay <em>at</em> the hotel.</p>"))
    }

    @Test("never shows what acts, though its text was checked by nobody")
    func hostile() throws {
        let page = try #require(
            PageText(
                "<h1>T<script>alert(1)</script></h1><p onclick=x>a</p><script>alert(2)</script><img src=x onerror=y>"))
        #expect(page.title == "T" && page.html == "<p>a</p>")
        for source in ["<h1>", "<h1></h1>", "<h1>a", "<H1>a</H1><script>x</script>", "", "<script>x</script>"] {
            if let page = PageText(source) { #expect(!page.html.contains("<script"), "\(source)") }
            #expect(!PageText.faults(in: source).isEmpty, "\(source)")
        }
        #expect(PageText("<h1>a</h1>" + String(repeating: "x", count: MarkdownPage.bytesMax)) == nil)
    }

    @Test("as the console writes it has no fault, and written again it is the same")
    func written() throws {
        let bodies = [
            "one\n\ntwo\nthree", "<h2>A</h2><p>b &amp; 'c' \"d\" <a href=\"/x\">e</a></p>", "<b>x</b> < y",
            "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>", "<ul><li>1<li>2</ul>tail", "<p>a<p>b<div>c</div>",
            "\u{5D0} <i>\u{627}</i> \u{1F600}",
        ]
        for body in bodies {
            let source = PageText.source(title: "A & \"B\" <c> 'd'", body: RichTextFilter.clean(body).markup)
            #expect(PageText.faults(in: source).isEmpty, "\(source)")
            let page = try #require(PageText(source))
            #expect(page.title == "A & \"B\" <c> 'd'")
            let again = PageText.source(title: page.title ?? "", body: page.html.trimmingPrefix("\n").description)
            #expect(try #require(PageText(again)).html.filter { $0 != "\n" } == page.html.filter { $0 != "\n" })
        }
        #expect(RichTextFilter.paragraphs("one\n\ntwo\nthree") == "<p>one</p>\n<p>two<br>\nthree</p>")
    }

    @Test("in a folder is refused with the names of what may not stand there")
    func told() {
        let faults = PageText.faults(in: "<h1>T</h1><p>a</p><iframe></iframe><div onclick=x>b</div>")
        #expect(faults.map(\.message) == ["not allowed in a page: div, iframe, onclick"])
    }
}
