import Foundation
import Testing

@testable import Tenancy

@Suite("Changing a look")
struct BrandChangeTests {
    private static let drawing = Data(
        "\u{FEFF}\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><title>new</title></svg>".utf8)

    private func look() throws -> BrandingDefinition {
        try TenantFolder.read(directory: TenantFolders.path("aurelia")).branding
    }

    @Test("A file is what its bytes say, held to what a folder's pictures are held to")
    func sniffed() throws {
        let asset = try BrandPicture.logoDark.asset(Self.drawing)
        #expect(asset.name == "logo-dark.svg" && asset.format == .svg)
        func rules(_ bytes: Data) -> [AssetRule] {
            do throws(AssetFaults) {
                _ = try BrandPicture.logo.asset(bytes)
                return []
            } catch { return error.faults.map(\.rule) }
        }
        #expect(rules(Data("GIF89a".utf8)) == [.kind] && rules(Data()) == [.kind])
        #expect(rules(Data("<!DOCTYPE html><html></html>".utf8)) == [.documentType])
        #expect(
            rules(Data("<svg viewBox=\"0 0 1 1\"><script/><g onclick=\"x\"/></svg>".utf8))
                == [.element("script"), .event("onclick")])
        #expect(rules(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])) == [.png])
        let large = Data("<".utf8) + Data(count: BrandAsset.bytesMax)
        #expect(rules(large) == [.bytes(max: BrandAsset.bytesMax, found: BrandAsset.bytesMax + 1)])
    }

    @Test("What is not named stays, what is named is changed")
    func changed() throws {
        let look = try look()
        #expect(look.changed(by: BrandChange(), name: "A") == look)
        var change = BrandChange()
        (change.layout, change.colourScheme, change.density, change.motif) = (.dense, .dark, .compact, Motif.none)
        (change.radiusPixels, change.textFont, change.displayFont) = (28, .slab, .gothic)
        (change.sizePixels, change.scalePercent) = (20, 150)
        change.pictures[.socialImage] = .put(try BrandPicture.socialImage.asset(Self.drawing))
        change.dark[.accent] = .white
        let other = look.changed(by: change, name: "A")
        #expect(other.layout == .dense && other.colourScheme == .dark && other.density == .compact)
        #expect(other.motif == .none && other.radiusPixels == 28 && other.socialImage?.bytes == Self.drawing)
        #expect(other.typography == Typography(text: .slab, display: .gothic, sizePixels: 20, scalePercent: 150))
        #expect(other.light == look.light && other.dark[.accent] == .white && other.dark[.text] == look.dark[.text])
        #expect(other.logo == look.logo && other.favicon == look.favicon)
    }

    @Test("Taken away, a place is empty, or holds what is drawn from the name in the colours that were chosen")
    func takenAway() throws {
        var change = BrandChange()
        for place in BrandPicture.allCases { change.pictures[place] = .takenAway }
        change.light[.accent] = Colour("#123456")
        let bare = try look().changed(by: change, name: "A & <b>")
        #expect(bare.logoDark == nil && bare.socialImage == nil)
        for drawn in [bare.logo, bare.favicon] {
            let text = String(decoding: drawn.bytes, as: UTF8.self)
            #expect(text.contains("#123456") && text.contains("A &amp; &lt;b&gt;") && drawn.faults().isEmpty)
        }
        change.pictures[.logoDark] = nil
        let dark = try #require(try look().changed(by: change, name: "A").logoDark)
        #expect(dark.faults().isEmpty && String(decoding: dark.bytes, as: UTF8.self).contains("<svg"))
    }

    @Test("Of two logos the one that is drawn for the palette is seen")
    func logos() throws {
        let sheet = try look().stylesheet
        let light = try #require(sheet.range(of: "[data-scheme=\"light\"]"))
        #expect(sheet[light.lowerBound...].contains("--logo-light: block;\n--logo-dark: none;"))
        #expect(sheet.hasSuffix("--logo-light: none;\n--logo-dark: block;\n}\n"))
    }
}
