import Foundation
import Testing
import Vocabulary

@testable import Tenancy

@Suite("The contrast gate")
struct ContrastTests {
    @Test(
        "Known ratios of WCAG 2.2",
        arguments: [
            ("#000000", "#ffffff", 21.0), ("#767676", "#ffffff", 4.54), ("#777777", "#ffffff", 4.48),
            ("#ff0000", "#ffffff", 4.0),
            ("#0000ff", "#ffffff", 8.59), ("#949494", "#fff", 3.03), ("#abc", "#aabbcc", 1.0),
        ])
    func known(front: String, back: String, ratio: Double) throws {
        let (one, two) = (try #require(Colour(front)), try #require(Colour(back)))
        #expect(abs(one.contrast(with: two) - ratio) < 0.006)
        #expect(one.contrast(with: two) == two.contrast(with: one))
    }

    @Test(
        "A colour is #rgb or #rrggbb and nothing else",
        arguments: [
            "", "#", "#12", "#1234", "#12345", "#1234567", "123456", "red", "#ggg", "#12345g", "rgb(0,0,0)", "#fff;",
            " #fff", "#ff\u{0661}",
            "url(x)", "#ffffff80",
        ])
    func strict(text: String) {
        #expect(Colour(text) == nil)
    }

    @Test("A colour is written in one form")
    func form() {
        #expect(Colour("#ABC")?.description == "#aabbcc")
        #expect(Colour("#0A0b0C")?.description == "#0a0b0c")
    }

    @Test("All five partners pass in light and dark", arguments: TenantFolders.slugs)
    func partners(slug: String) throws {
        #expect(ContrastGate.check(try TenantFolder.read(directory: TenantFolders.path(slug)).branding) == [])
    }

    @Test("Every pair of a palette is checked: one weak token fails on each of its grounds")
    func everyPair() throws {
        let branding = try TenantFolder.read(directory: TenantFolders.path("aurelia")).branding
        for token in ColourToken.allCases where token != .hairline {
            var colours = Dictionary(uniqueKeysWithValues: ColourToken.allCases.map { ($0, branding.light[$0]) })
            let pairs = ContrastGate.pairs.filter { $0.foreground == token || $0.background == token }
            #expect(!pairs.isEmpty, "\(token) is in no pair")
            let other = try #require(pairs.first.map { $0.foreground == token ? $0.background : $0.foreground })
            colours[token] = colours[other]
            let faults = ContrastGate.check(try #require(Palette(colours)), .light)
            #expect(faults.contains { $0.pair.foreground == token || $0.pair.background == token })
        }
    }

    @Test("The colour it offers passes, and is no farther than needed")
    func offers() {
        var generator = SeededGenerator(seed: 99)
        for _ in 0..<500 {
            func colour() -> Colour {
                Colour(
                    red: .random(in: 0...255, using: &generator), green: .random(in: 0...255, using: &generator),
                    blue: .random(in: 0...255, using: &generator))
            }
            let (front, back) = (colour(), colour())
            let offered = ContrastGate.nearestPassing(front, on: back, ratioMin: 4.5)
            #expect(offered.contrast(with: back) >= 4.5)
            if front.contrast(with: back) >= 4.5 { #expect(offered == front) }
        }
    }

    @Test("It keeps its hue, and is the nearest in lightness")
    func keepsHue() {
        for text in ["#d98c2b", "#4fa3f0", "#b98cf0", "#2bd98c"] {
            guard let front = Colour(text) else { continue }
            let offered = ContrastGate.nearestPassing(front, on: .white, ratioMin: 4.5)
            let (before, after) = (OKLCH(front), OKLCH(offered))
            #expect(abs(before.hue - after.hue) < 0.06, "\(text) became \(offered)")
            #expect(offered.contrast(with: .white) < 4.7, "\(offered) is farther than needed")
            #expect(OKLCH(front).colour.contrast(with: front) < 1.02)
        }
    }

    @Test("A style sheet holds only what we write")
    func stylesheet() throws {
        let halfway = try TenantFolder.read(directory: TenantFolders.path("halfway")).branding
        let aurelia = try TenantFolder.read(directory: TenantFolders.path("aurelia")).branding
        #expect(halfway.stylesheet.hasPrefix(":root {\n--font-body: system-ui"))
        #expect(!halfway.stylesheet.contains("prefers-color-scheme"))
        #expect(halfway.cssVariables(.dark).contains("--accent: #ff7f66;"))
        #expect(aurelia.stylesheet.contains("@media (prefers-color-scheme: dark)"))
        #expect(aurelia.cssMeasures.contains("--font-size: 1.062rem;"))
        for line in aurelia.cssVariables(.light).split(separator: "\n").dropFirst() {
            #expect(line.wholeMatch(of: /--[a-z-]+: #[0-9a-f]{6};/) != nil)
        }
    }
}
