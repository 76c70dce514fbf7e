import Foundation
import Testing

@testable import Tenancy

@Suite("A tenant's page")
struct MarkdownPageTests {
    @Test("gives its title and safe HTML with lists, tables and links")
    func renders() throws {
        let page = try #require(
            MarkdownPage(
                markdown: """
                    # Terms & *more*

                    ## One

                    - a [link](mailto:a@b.example)

                    | a | b |
                    |---|---|
                    | 1 | 2 |
                    """))
        #expect(page.title == "Terms & more")
        #expect(!page.html.contains("<h1>"))
        #expect(page.html.contains("<h2>One</h2>"))
        #expect(page.html.contains("<a href=\"mailto:a@b.example\">link</a>"))
        #expect(page.html.contains("<td>1</td>"))
    }

    static let attacks = [
        "<script>alert(1)</script>", "a <b onclick=\"alert(1)\">c</b>", "<img src=x onerror=alert(1)>",
        "<iframe src=\"https://x\"></iframe>",
        "[a](javascript:alert(1))", "[a](JavaScript:alert(1))", "[a](&#106;avascript:alert(1))",
        "[a](vbscript:x)", "[a](data:text/html;base64,PHNjcmlwdD4=)", "![a](https://x/y.png)",
        "![a](javascript:alert(1))", "[a]: javascript:alert(1)\n\n[a]",
        "<javascript:alert(1)>", "[a](//evil.example)", "[a](file:///etc/passwd)", "[![a](x:y)](javascript:alert(1))",
        "<!-- x --> <a href=\"x\">y</a>",
        "<style>*{}</style>", "<svg onload=alert(1)>", "| a |\n|---|\n| <script>x</script> [a](javascript:1) ![i](j) |",
        "[a](\\\\evil.example)",
        "[a](javascript&colon;alert(1))", "![x [y](javascript:1) z](https://q)",
    ]

    @Test("drops markup, pictures and strange links, and tells each with its line", arguments: attacks)
    func attacked(markdown: String) throws {
        let page = try #require(MarkdownPage(markdown: "# T\n\n" + markdown))
        let tags = page.html.matches(of: /<\/?([A-Za-z!][A-Za-z0-9-]*)/).map { String($0.1).lowercased() }
        #expect(
            Set(tags).isSubset(of: ["p", "a", "table", "thead", "tbody", "tr", "th", "td", "em", "h2"]), "\(page.html)")
        #expect(!page.html.contains("onerror=") || !tags.contains("img"))
        for match in page.html.matches(of: /href="([^"]*)"/) {
            #expect(MarkdownPage.isAllowed(link: String(match.1)), "\(page.html)")
        }
        let faults = MarkdownPage.faults(in: "# T\n\n" + markdown)
        #expect(!faults.isEmpty)
        #expect(faults.allSatisfy { $0.line >= 3 })
    }

    @Test(
        "shows what only looks like markup as words",
        arguments: [
            "<svg/onload=alert(1)>", "[a](java\tscript:alert(1))", "< script>alert(1)</ script>", "&lt;script&gt;",
            "`<script>`",
        ])
    func words(markdown: String) throws {
        let page = try #require(MarkdownPage(markdown: "# T\n\n" + markdown))
        let tags = page.html.matches(of: /<\/?([A-Za-z!][A-Za-z0-9-]*)/).map { String($0.1) }
        #expect(Set(tags).isSubset(of: ["p", "code"]), "\(page.html)")
        #expect(MarkdownPage.faults(in: "# T\n\n" + markdown).isEmpty)
    }

    @Test("keeps the words of a link that it drops")
    func keepsWords() throws {
        let page = try #require(MarkdownPage(markdown: "# T\n\nsee [the **rules**](javascript:x) here"))
        #expect(page.html == "<p>see the <strong>rules</strong> here</p>\n")
    }

    @Test("needs a title and has a limit")
    func limits() {
        #expect(MarkdownPage.faults(in: "no title").map(\.line) == [1])
        #expect(MarkdownPage.faults(in: "").count == 1)
        let long = "# T\n" + String(repeating: "a", count: MarkdownPage.bytesMax)
        #expect(MarkdownPage(markdown: long) == nil)
        #expect(!MarkdownPage.faults(in: long).isEmpty)
    }

    @Test(
        "of a pathological kind ends soon", .timeLimit(.minutes(1)),
        arguments: [
            "[", "> ", "*a_", "![", "`", "<", "- ", "|a", "[a](", "~~", "www.", "a@", "&", "<!--", "1. ",
        ])
    func pathological(piece: String) {
        let count = (MarkdownPage.bytesMax - 16) / piece.utf8.count
        #expect(MarkdownPage(markdown: "# T\n\n" + String(repeating: piece, count: count)) != nil)
    }

    @Test("of every partner renders whole", arguments: TenantFolders.slugs)
    func partners(slug: String) throws {
        let tenant = try TenantFolder.read(directory: TenantFolders.path(slug))
        for (kind, texts) in tenant.pages {
            for locale in texts.locales {
                let page = try #require(MarkdownPage(markdown: texts[exact: locale] ?? ""))
                #expect(page.title?.isEmpty == false)
                #expect(page.html.contains("mailto:\(tenant.support.mail)"), "\(slug) \(kind) \(locale)")
                #expect(!page.html.contains("**"), "\(slug) \(kind) \(locale)")
            }
        }
    }
}
