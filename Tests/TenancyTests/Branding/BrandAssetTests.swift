import Foundation
import Testing

@testable import Tenancy

@Suite("A brand's pictures")
struct BrandAssetTests {
    private func faults(_ inside: String, attributes: String = "") -> [AssetFault] {
        SVGCheck.faults(
            Data("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"\(attributes)>\n\(inside)\n</svg>".utf8))
    }

    @Test(
        "A drawing of shapes passes",
        arguments: [
            "<path d=\"M0 0\" fill=\"url(#a)\"/>",
            "<defs><linearGradient id=\"a\"><stop offset=\"0\"/></linearGradient></defs>",
            "<use href=\"#a\"/>", "<text x=\"1\">é &amp; &#x416;</text>", "<!-- why -->",
        ])
    func drawing(inside: String) {
        #expect(faults(inside) == [])
    }

    @Test(
        "What acts, reaches out or hides is refused at its line",
        arguments: [
            "<script>1</script>", "<foreignObject/>", "<rect onclick=\"x\"/>", "<rect OnLoad=\"x\"/>",
            "<image href=\"x.png\"/>",
            "<use href=\"https://x/y#a\"/>", "<use xlink:href=\"#a\"/>", "<a href=\"#a\"/>", "<style>a{}</style>",
            "<rect style=\"fill:red\"/>",
            "<rect fill=\"url(https://x)\"/>", "<rect fill=\"URL( 'x' )\"/>", "<rect fill=\"u\\72l(x)\"/>",
            "<animate/>", "<set/>", "<iframe/>",
            "<rect class=\"x\"/>", "<?xml-stylesheet href=\"x\"?>", "<use href=\"javascript:1\"/>",
            "<svg:script xmlns:svg=\"x\"/>",
            "<g xmlns=\"http://www.w3.org/1999/xhtml\"/>", "<rect fill=\"&x;\"/>", "<rect",
        ])
    func refused(inside: String) {
        let found = faults(inside)
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { ($0.line ?? 0) >= 2 }, "\(found)")
    }

    @Test("Entities are refused before a parser sees them")
    func entities() {
        let bomb =
            "<!DOCTYPE svg [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]><svg viewBox=\"0 0 1 1\"><text>&b;</text></svg>"
        #expect(SVGCheck.faults(Data(bomb.utf8)).map(\.message) == ["a document type is not allowed in a drawing"])
    }

    @Test("A drawing without a viewBox, too deep, too large or not in UTF-8 is refused")
    func shape() {
        #expect(!SVGCheck.faults(Data("<svg/>".utf8)).isEmpty)
        #expect(!faults(String(repeating: "<g>", count: 30) + String(repeating: "</g>", count: 30)).isEmpty)
        #expect(!faults(String(repeating: "<g/>", count: SVGCheck.elementsMax)).isEmpty)
        #expect(!SVGCheck.faults(Data([0xFF, 0xFE])).isEmpty)
        let large = BrandAsset(name: "a.svg", bytes: Data(count: BrandAsset.bytesMax + 1))
        #expect(large?.faults().first?.message.contains("at most") == true)
    }

    @Test(
        "A file's name is plain",
        arguments: [
            "../a.svg", "a/b.svg", "a.gif", "A.svg", ".svg", "a", "a.svg.exe", "a b.svg", "\u{430}.svg", "a.SVG",
        ])
    func names(name: String) {
        #expect(BrandAsset(name: name, bytes: Data()) == nil)
    }

    @Test("A PNG is one from its signature to its end")
    func png() throws {
        let pixel = try #require(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="))
        func faults(_ bytes: Data) -> Bool { BrandAsset(name: "a.png", bytes: bytes)?.faults().isEmpty == false }
        #expect(!faults(pixel))
        #expect(faults(pixel.dropLast(12)))
        #expect(faults(pixel + Data("<script>".utf8)))
        #expect(faults(Data("<svg/>".utf8)))
        #expect(faults(Data()))
        var wide = pixel
        wide[16] = 0x7F
        #expect(faults(wide))
        for length in 0..<pixel.count { #expect(faults(pixel.prefix(length))) }
    }
}
